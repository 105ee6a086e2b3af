import type {
  Environment,
  EnvironmentPolicy,
  Gate,
  RolloutPolicy,
} from '@pilothouse/plugin-release-common';
import { withSettings, type PolicySettings } from './policySettings';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** House practice, where nothing is configured. */
function housePolicy(environment: Environment): RolloutPolicy {
  return {
    strategy: 'canary',
    stepIntervalMs: 6 * HOUR,
    bakeMs: 24 * HOUR,
    maxCanaryReplicas: 3,
    gate: environment.protected ? 'approval' : 'automatic',
    promoteTimeoutMs: 30 * MINUTE,
    soakMs: 2 * HOUR,
    canaryPerCluster: false,
    readyTimeoutMs: 10 * MINUTE,
  };
}

/** What one entry of `release.policies` says. */
export interface ConfiguredPolicy {
  settings: PolicySettings;
  minimum: { stepInterval?: number; bake?: number; soak?: number };
  replicas: { min?: number; max?: number };
}

const NOTHING: ConfiguredPolicy = { settings: {}, minimum: {}, replicas: {} };

/** The weaker first. */
export const GATES: readonly Gate[] = ['automatic', 'manual', 'approval'];

/** The policies of all environments, as configured. */
export class Policies {
  readonly #fallback: ConfiguredPolicy;
  readonly #named: ReadonlyMap<string, ConfiguredPolicy>;

  constructor(
    options: {
      fallback?: ConfiguredPolicy;
      named?: ReadonlyMap<string, ConfiguredPolicy>;
    } = {},
  ) {
    this.#fallback = options.fallback ?? NOTHING;
    this.#named = options.named ?? new Map();
  }

  /** The policy of an environment; what it does not say itself, `default` says, and what that does not, the house. */
  of(environment: Environment): EnvironmentPolicy {
    const fallback = this.#fallback;
    const own = this.#named.get(environment.name) ?? NOTHING;
    const minimum = { ...fallback.minimum, ...own.minimum };
    const replicas = { ...fallback.replicas, ...own.replicas };
    return {
      environment: environment.name,
      protected: environment.protected,
      policy: withSettings(housePolicy(environment), {
        ...fallback.settings,
        ...own.settings,
      }),
      minimum: {
        stepIntervalMs: minimum.stepInterval ?? 0,
        bakeMs: minimum.bake ?? 0,
        soakMs: minimum.soak ?? 0,
      },
      replicas: { min: replicas.min ?? 0, max: replicas.max ?? 50 },
    };
  }
}
