import type {
  Finding,
  PlanDiff,
  PlanOwner,
  RolloutPlan,
  RolloutStep,
} from '@pilothouse/plugin-release-common';
import { fingerprintOf } from './fingerprint';
import { manifestYaml } from './manifestYaml';
import type { PlanScene, TargetScene } from './PlanScene';

/** More text than a browser likes is told in words only. */
const MOST_DIFF_CHARACTERS = 2_000_000;

function ownersOf({ targets }: PlanScene): PlanOwner[] {
  return targets.flatMap(({ workload, holders }) =>
    holders.map(holder => ({ workloadId: workload.id, ...holder })),
  );
}

function diffsOf(targets: readonly TargetScene[]): PlanDiff[] {
  let left = MOST_DIFF_CHARACTERS;
  const diffs: PlanDiff[] = [];
  for (const { workload, dryRuns } of targets) {
    for (const { role, deployment, before, after } of dryRuns) {
      if (after === undefined) continue;
      const diff = {
        workloadId: workload.id,
        role,
        deployment,
        before: before === undefined ? '' : manifestYaml(before),
        after: manifestYaml(after),
      };
      left -= diff.before.length + diff.after.length;
      if (left < 0) return diffs;
      diffs.push(diff);
    }
  }
  return diffs;
}

function timed(steps: readonly RolloutStep[]): RolloutPlan['steps'] {
  let startsAfterMs = 0;
  return steps.map(step => {
    const at = { ...step, startsAfterMs };
    startsAfterMs += step.holdMs;
    return at;
  });
}

/** What a person is shown of a plan. */
export function planView(
  scene: PlanScene,
  steps: readonly RolloutStep[],
  findings: Finding[],
  now: number,
): RolloutPlan {
  const { entityRef, environment, name, strategy, policy, targets } = scene;
  return {
    fingerprint: fingerprintOf(scene, findings),
    entityRef,
    environment,
    protected: scene.protected,
    name,
    strategy,
    policy,
    targets: targets.map(({ workload, current, wanted }) => ({
      workloadId: workload.id,
      target: workload.target,
      name: workload.name,
      from: current,
      to: wanted,
    })),
    steps: timed(steps),
    durationMs: steps.reduce((sum, { holdMs }) => sum + holdMs, 0),
    diffs: diffsOf(targets),
    owners: ownersOf(scene),
    findings,
    startable: findings.every(({ severity }) => severity !== 'blocking'),
    now: new Date(now).toISOString(),
  };
}
