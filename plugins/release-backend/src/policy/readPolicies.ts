import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  LONGEST_WAIT,
  type Environment,
} from '@pilothouse/plugin-release-common';
import * as z from 'zod';
import { Policies, type ConfiguredPolicy } from './Policies';
import {
  countSetting,
  durationSetting,
  policySettingsSchema,
  POLICY_SETTINGS,
} from './policySettings';

const KEY = 'release.policies';
/** Holds where an environment says nothing itself. */
const FALLBACK = 'default';
/** More pods than any cluster of ours has room for. */
const MOST_REPLICAS = 10_000;

const wait = durationSetting(0, LONGEST_WAIT);
const replicas = countSetting(0, MOST_REPLICAS);

const configuredSchema = policySettingsSchema.extend({
  minimum: z
    .strictObject({ stepInterval: wait, bake: wait, soak: wait })
    .partial()
    .default({}),
  replicas: z
    .strictObject({ min: replicas, max: replicas })
    .partial()
    .default({}),
});

const KEYS = [...POLICY_SETTINGS, 'minimum', 'replicas'];

function refuse(path: readonly PropertyKey[], why: string): never {
  throw new InputError(
    `Configuration ${[KEY, ...path.map(String)].join('.')} ${why}`,
  );
}

function readPolicy(name: string, input: unknown): ConfiguredPolicy {
  const result = configuredSchema.safeParse(input);
  if (!result.success) {
    const [issue] = result.error.issues;
    const path = [name, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      const allowed = issue.path.length > 0 ? '' : `: ${KEYS.join(', ')}`;
      refuse(
        path,
        `has "${issue.keys[0]}", which is none of its settings${allowed}`,
      );
    }
    refuse(path, issue.message);
  }
  const { minimum, replicas: bounds, ...settings } = result.data;
  if (
    bounds.min !== undefined &&
    bounds.max !== undefined &&
    bounds.min > bounds.max
  ) {
    refuse([name, 'replicas'], `has a min of more than its max`);
  }
  return { settings, minimum, replicas: bounds };
}

/** What an environment asks for itself must not be less than it asks of everybody. */
function checkMinimum(policies: Policies, environment: Environment): void {
  const { policy, minimum, replicas: bounds } = policies.of(environment);
  for (const [field, setting] of [
    ['stepIntervalMs', 'stepInterval'],
    ['bakeMs', 'bake'],
    ['soakMs', 'soak'],
  ] as const) {
    if (policy[field] < minimum[field]) {
      refuse([environment.name, setting], 'is less than its own minimum');
    }
  }
  if (bounds.min > bounds.max) {
    refuse([environment.name, 'replicas'], 'has a min of more than its max');
  }
}

/**
 * Reads and checks `release.policies`.
 *
 * @throws InputError that names the key and says what it has to be
 */
export function readPolicies(
  config: Config,
  environments: readonly Environment[],
): Policies {
  const input = config.getOptional(KEY) ?? {};
  if (typeof input !== 'object' || Array.isArray(input)) {
    refuse([], `has to have an entry per environment, and "${FALLBACK}"`);
  }
  const known = [FALLBACK, ...environments.map(({ name }) => name)];
  const read = new Map(
    Object.entries(input).map(([name, policy]) => {
      if (!known.includes(name)) {
        refuse([name], `is none of the environments: ${known.join(', ')}`);
      }
      return [name, readPolicy(name, policy)];
    }),
  );
  const fallback = read.get(FALLBACK);
  read.delete(FALLBACK);
  const policies = new Policies({ fallback, named: read });
  for (const environment of environments) checkMinimum(policies, environment);
  return policies;
}
