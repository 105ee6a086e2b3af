import { InputError } from '@backstage/errors';
import type {
  EnvironmentPolicy,
  Gate,
  PolicyOverride,
  RolloutPolicy,
  Strategy,
} from '@pilothouse/plugin-release-common';
import { formatDuration } from './parseDuration';
import { GATES } from './Policies';
import {
  SHORTEST_TIMEOUT,
  withFields,
  withSettings,
  type PolicySettings,
} from './policySettings';

/** The times that have a minimum. */
const TIMES = ['stepIntervalMs', 'bakeMs', 'soakMs'] as const;

/** What somebody asked for that is less than the environment asks of everybody. */
export interface UnderMinimum {
  field: (typeof TIMES)[number] | 'gate';
  minimum: number | Gate;
}

export interface ResolvedPolicy {
  policy: RolloutPolicy;
  underMinimum: UnderMinimum[];
}

const weaker = (gate: Gate, than: Gate) =>
  GATES.indexOf(gate) < GATES.indexOf(than);

/**
 * The policy of an environment, for an entity. In a protected environment an entity can be more careful than the
 * environment, and never less: whoever edits a catalog file must not thereby open production.
 */
export function entityPolicy(
  environment: EnvironmentPolicy,
  annotation: PolicySettings,
): EnvironmentPolicy {
  const policy = withSettings(environment.policy, annotation);
  if (!environment.protected) return { ...environment, policy };
  const { minimum } = environment;
  for (const time of TIMES) {
    policy[time] = Math.max(policy[time], minimum[time]);
  }
  const { gate, strategy, maxCanaryReplicas } = environment.policy;
  if (weaker(policy.gate, gate)) policy.gate = gate;
  if (strategy === 'canary') policy.strategy = strategy;
  policy.maxCanaryReplicas = Math.min(
    policy.maxCanaryReplicas,
    maxCanaryReplicas,
  );
  return { ...environment, policy };
}

/**
 * What holds for one rollout.
 *
 * @param environment - with the entity's annotation, if it has one
 * @param override - what the person asks for
 * @throws InputError that names the field and its bounds
 */
export function resolvePolicy(
  environment: EnvironmentPolicy,
  override: PolicyOverride & { strategy?: Strategy },
): ResolvedPolicy {
  const base = environment.policy;
  const policy = withFields(base, override);
  if (policy.promoteTimeoutMs < SHORTEST_TIMEOUT) {
    throw new InputError(
      `Body field policy.promoteTimeoutMs: has to be at least ${SHORTEST_TIMEOUT} (${formatDuration(
        SHORTEST_TIMEOUT,
      )})`,
    );
  }
  // More canary pods are more of the traffic, before anybody has approved.
  const most = environment.protected
    ? base.maxCanaryReplicas
    : environment.replicas.max;
  if (policy.maxCanaryReplicas > most) {
    throw new InputError(
      `Body field policy.maxCanaryReplicas: has to be from 1 to ${most}, the most that ${environment.environment} allows`,
    );
  }
  if (!environment.protected) return { policy, underMinimum: [] };
  const times = observedTimes(policy, base.strategy);
  const underMinimum: UnderMinimum[] = TIMES.filter(
    time => times[time] < environment.minimum[time],
  ).map(field => ({ field, minimum: environment.minimum[field] }));
  if (weaker(policy.gate, base.gate)) {
    underMinimum.push({ field: 'gate', minimum: base.gate });
  }
  return { policy, underMinimum };
}

/** Where a canary is the rule, a rollout without one observes nothing before it promotes. */
function observedTimes(policy: RolloutPolicy, usual: Strategy) {
  return policy.strategy === 'rolling' && usual === 'canary'
    ? { ...policy, stepIntervalMs: 0, bakeMs: 0 }
    : policy;
}
