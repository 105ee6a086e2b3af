import type { Draft } from '../Draft';

/** Notes that a freeze began to hold the rollout, or does not any more. */
export function syncHold(draft: Draft): void {
  const { state, observation } = draft;
  const { freeze: found } = observation;
  const isOverridden = found && state.overriddenFreezes.includes(found.id);
  const freeze = isOverridden ? undefined : found;
  if (freeze && state.hold?.freezeId !== freeze.id) {
    const { id, reason } = freeze;
    draft.push({ type: 'held', freezeId: id, reason });
  }
  if (!freeze && state.hold) draft.push({ type: 'released' });
}
