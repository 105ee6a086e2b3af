import { ROLLOUT_ENDS } from '@pilothouse/plugin-release-common';
import type { RolloutSummary } from '@pilothouse/plugin-release-common';

const DAY_MS = 24 * 3_600_000;

/** Whether a rollout has not ended. */
export function isActive({ state }: Pick<RolloutSummary, 'state'>): boolean {
  return !ROLLOUT_ENDS.includes(state);
}

/**
 * The rollout to show with a workload: the one that acts on it now; else the one that waits to; else the last that ended
 * within a day.
 *
 * @param now - by the server's clock, in milliseconds
 */
export function pickRollout(
  rollouts: readonly RolloutSummary[],
  workloadId: string,
  now: number,
): RolloutSummary | undefined {
  const here = rollouts.filter(({ targets }) =>
    targets.some(target => target.workloadId === workloadId),
  );
  const active = here.filter(isActive);
  return (
    active.find(({ state }) => state !== 'waiting') ??
    active.at(0) ??
    here
      .filter(({ endedAt }) => now - Date.parse(endedAt ?? '') < DAY_MS)
      .sort((a, b) => (a.endedAt ?? '').localeCompare(b.endedAt ?? ''))
      .at(-1)
  );
}

/** Active rollouts by the workloads that they act on. */
export function rolloutsByWorkload(
  rollouts: readonly RolloutSummary[],
): ReadonlyMap<string, RolloutSummary> {
  const found = new Map<string, RolloutSummary>();
  for (const rollout of rollouts) {
    if (!isActive(rollout)) continue;
    for (const { workloadId } of rollout.targets) {
      // What waits for another one does not act yet.
      if (rollout.state === 'waiting' && found.has(workloadId)) continue;
      found.set(workloadId, rollout);
    }
  }
  return found;
}
