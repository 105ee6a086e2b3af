import type { Draft } from '../Draft';
import type { RolloutState } from '../state';
import { targetOf } from '../steps/present';
import { noteAwayEnding, noteSeenEnding } from '../holds/blindness';
import { waitBeforeRetry } from '../writes/backoff';
import { fence, intend, type WantedWrite } from '../writes/intend';
import { keyOf } from '../writes/keys';
import { resolvePending } from '../writes/resolvePending';
import { releaseUndoing, undoCanaries, type Undoing } from './undoing';

/** What the clock counts when no step is observed any more. */
const NO_STEP = -1;

/**
 * Undoes what a rollout has done: the release that was being promoted goes back, then every canary goes to 0. Neither
 * freezes nor pauses hold that. It ends when all of that has been seen.
 *
 * @returns whether the state is another one now, and has to be looked at again
 */
export function advanceEnding(draft: Draft): boolean {
  if (draft.clock.of !== NO_STEP) {
    draft.clock = { of: NO_STEP, observedMs: 0 };
  }
  // A canary that is made late has no pods.
  const pending = draft.state.pending?.goal.kind !== 'create-canary';
  const resolved = pending ? resolvePending(draft) : undefined;
  if (resolved?.kind === 'settled') return true;
  if (resolved?.kind === 'asked') return false;
  if (resolved?.kind === 'away') {
    noteAwayEnding(draft);
    return false;
  }
  const undoings = [...undoReleases(draft), ...undoCanaries(draft)];
  const wanted = undoings.flatMap(undoing =>
    undoing.kind === 'write' ? [undoing.wanted] : [],
  );
  if (resolved?.kind === 'open') {
    const same = wanted.find(({ base }) =>
      isKeyOf(draft.state, base, resolved.pending.key),
    );
    if (same) intend(draft, same);
    else if (resolved.deployment) {
      fence(draft, resolved.pending, resolved.deployment);
    }
    return false;
  }
  const next = nextOf(draft, wanted);
  if (next) intend(draft, next);
  countTime(draft, undoings);
  if (draft.occupied || !undoings.every(({ kind }) => kind === 'done')) {
    return false;
  }
  draft.push({ type: 'ended', outcome: outcomeOf(draft.state) });
  return false;
}

function undoReleases(draft: Draft): Undoing[] {
  return draft.state.definition.targets
    .filter(({ workloadId }) => {
      const { promote } = targetOf(draft.state, workloadId).progress;
      return promote === 'begun' || promote === 'reverted';
    })
    .map(({ workloadId }) => releaseUndoing(draft, workloadId));
}

/** One that is refused must not keep the others back. */
function nextOf(
  { state, observation }: Draft,
  wanted: readonly WantedWrite[],
): WantedWrite | undefined {
  const due = ({ base }: WantedWrite) =>
    waitBeforeRetry(state, keyOf(base, state), observation.now) === 0;
  return wanted.find(due) ?? wanted.at(0);
}

function isKeyOf(state: RolloutState, base: string, key: string): boolean {
  return keyOf(base, state) === key;
}

function countTime(draft: Draft, undoings: readonly Undoing[]): void {
  if (undoings.some(({ kind }) => kind === 'away')) {
    noteAwayEnding(draft);
    return;
  }
  noteSeenEnding(draft);
  const rolling = undoings.some(({ kind }) => kind === 'rolling');
  const waitedMs = (draft.clock.waitedMs ?? 0) + draft.takeElapsed();
  draft.clock = {
    ...draft.clock,
    waitedMs: rolling ? waitedMs : undefined,
  };
}

function outcomeOf({
  supersededBy,
  targets,
}: RolloutState): 'aborted' | 'rolled-back' | 'superseded' {
  if (supersededBy !== undefined) return 'superseded';
  const reverted = Object.values(targets).some(
    ({ promote }) => promote === 'reverted',
  );
  return reverted ? 'rolled-back' : 'aborted';
}
