import type { Draft } from '../Draft';
import type { RolloutState } from '../state';
import { targetOf } from '../steps/present';

/** As one of `STUCK_REASONS`. */
export const NOT_SERVING = 'release-not-serving';

/**
 * Whether the canary has the last pods that serve: to take it to 0 would be an outage that we make. Not so where the
 * release had no pods when a person planned this, and is to have none still.
 */
export function isLastServing(
  { state, observation }: Draft,
  workloadId: string,
): boolean {
  const { current, namespaceGone, release, canary } =
    observation.targets[workloadId] ?? {};
  if (!current || namespaceGone || !canary?.status.ready) return false;
  const planned = targetOf(state, workloadId).target.release.replicas;
  const isMeant = planned === 0 && release?.replicas === 0;
  return !release?.status.ready && !isMeant;
}

/** Whether a person said that it ends, whatever that takes with it. */
export function isInsistedOn({ cause, insisted }: RolloutState): boolean {
  return cause?.code === 'aborted-by-person' || insisted !== undefined;
}

/** Whether it is undone, and keeps a canary until a person says that it has to go. */
export function canBeInsistedOn(state: RolloutState): boolean {
  const { phase, stuck } = state;
  const isUndone = phase === 'aborting' || phase === 'reverting';
  return isUndone && stuck?.reason.code === NOT_SERVING && !isInsistedOn(state);
}
