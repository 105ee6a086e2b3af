import type { RolloutSummary } from '@pilothouse/plugin-release-common';
import { isActive } from '../../rollout/model/pickRollout';

type View = Pick<
  RolloutSummary,
  'state' | 'stuck' | 'waitsForMe' | 'createdAt' | 'endedAt'
>;

/** What wants a person before what runs by itself, and that before what is over. */
function rank(rollout: View): number {
  if (rollout.waitsForMe) return 0;
  if (rollout.stuck) return 1;
  if (!isActive(rollout)) return 6;
  switch (rollout.state) {
    case 'aborting':
    case 'reverting':
      return 2;
    case 'waiting-for-person':
      return 3;
    case 'paused':
    case 'held':
      return 4;
    default:
      return 5;
  }
}

/** The moment by which rollouts of one rank are sorted. */
function moment(rollout: View): string {
  return rollout.endedAt ?? rollout.createdAt;
}

/** Trouble first, then the latest. */
export function byTrouble<Rollout extends View>(
  rollouts: readonly Rollout[],
): Rollout[] {
  return [...rollouts].sort(
    (a, b) => rank(a) - rank(b) || moment(b).localeCompare(moment(a)),
  );
}
