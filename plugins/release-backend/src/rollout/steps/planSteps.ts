import type {
  RolloutPolicy,
  RolloutStep,
} from '@pilothouse/plugin-release-common';

interface StepPlan {
  policy: RolloutPolicy;
  strategy: 'canary' | 'rolling';
  protected: boolean;
}

/**
 * The steps of a rollout, fixed when it is planned.
 *
 * `canary` runs in the first target, or in each with `canaryPerCluster`; the person's gate is before the first promotion
 * only. `rolling` has no canary, and a gate only where it can be shut. Every further target begins after a soak of the one
 * before.
 *
 * @param workloadIds - the targets, in order of promotion
 */
export function planSteps(
  plan: StepPlan,
  workloadIds: readonly string[],
): RolloutStep[] {
  const { policy, strategy } = plan;
  return workloadIds.flatMap((workloadId, index) => {
    const first = index === 0;
    const canary = strategy === 'canary' && (first || policy.canaryPerCluster);
    const before = first ? [] : [soak(workloadIds[index - 1], policy)];
    const promote: RolloutStep = { kind: 'promote', workloadId, holdMs: 0 };
    const gate: RolloutStep[] =
      first && hasGate(plan) ? [{ kind: 'gate', workloadId, holdMs: 0 }] : [];
    return canary
      ? [
          ...before,
          ...canarySteps(workloadId, policy),
          ...gate,
          promote,
          { kind: 'retire', workloadId, holdMs: 0 },
        ]
      : [...before, ...gate, promote];
  });
}

function hasGate({ strategy, policy, ...plan }: StepPlan): boolean {
  return strategy === 'canary' || policy.gate !== 'automatic' || plan.protected;
}

function soak(workloadId: string, { soakMs }: RolloutPolicy): RolloutStep {
  return { kind: 'soak', workloadId, holdMs: soakMs };
}

/** The bake begins as soon as the last canary pod is ready. */
function canarySteps(
  workloadId: string,
  { maxCanaryReplicas, stepIntervalMs, bakeMs }: RolloutPolicy,
): RolloutStep[] {
  const growth = Array.from(
    { length: maxCanaryReplicas },
    (_, index): RolloutStep => ({
      kind: 'canary',
      workloadId,
      replicas: index + 1,
      holdMs: index + 1 < maxCanaryReplicas ? stepIntervalMs : 0,
    }),
  );
  return [...growth, { kind: 'bake', workloadId, holdMs: bakeMs }];
}
