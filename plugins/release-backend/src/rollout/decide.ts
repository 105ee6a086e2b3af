import type { Decision } from './decision';
import { Draft } from './Draft';
import { advanceEnding } from './ending/advanceEnding';
import { syncHold } from './holds/syncHold';
import type { Observation } from './observation';
import type { RolloutState, StepClock } from './state';
import { advanceStep } from './steps/advanceStep';
import { syncStuck } from './stuck';

/** What has ended is not looked at any more. */
const ENDED_LOOK_MS = 60_000;

/**
 * What a rollout does next, by nothing but what it has done and what is observed: it knows no clock and no I/O, and may
 * be asked any number of times, after any restart, by any replica.
 *
 * Aborting and reverting always pass; failing evidence and pods abort at once, also what is paused or held. Everything
 * else waits for what is not certain.
 */
export function decide(
  state: RolloutState,
  clock: StepClock,
  observation: Observation,
): Decision {
  const draft = new Draft(state, clock, observation);
  while (advance(draft));
  syncStuck(draft);
  return draft.finish();
}

/** @returns whether the state is another one now, and has to be looked at again */
function advance(draft: Draft): boolean {
  switch (draft.state.phase) {
    case 'waiting':
      return begin(draft);
    case 'running':
      return advanceStep(draft);
    case 'ended':
      draft.nextLookMs = ENDED_LOOK_MS;
      return false;
    default:
      return advanceEnding(draft);
  }
}

function begin(draft: Draft): boolean {
  if (draft.observation.entityGone) {
    draft.push({
      type: 'failed',
      cause: { code: 'entity-gone', params: {}, evidence: [] },
    });
    return true;
  }
  syncHold(draft);
  const { predecessorEnded } = draft.observation;
  const { hold, pause } = draft.state;
  if (!predecessorEnded || hold || pause) return false;
  draft.push({ type: 'step-entered', index: 0 });
  return true;
}
