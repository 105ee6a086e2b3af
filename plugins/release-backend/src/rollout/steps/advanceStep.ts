import { findDrift } from '../drift/findDrift';
import { undoCanaries } from '../ending/undoing';
import type { Draft } from '../Draft';
import { syncHold } from '../holds/syncHold';
import { clockOf, stopped } from '../holds/stepClock';
import { noteAway, noteMeasured } from '../holds/blindness';
import { evidenceCause, verdictOf } from '../holds/verdict';
import { fence, intend } from '../writes/intend';
import { resolvePending } from '../writes/resolvePending';
import { advanceHold, completeStep } from './advanceHold';
import { presentStep } from './present';
import { progressOf, type Progress } from './progress';

/** A paused rollout is still watched. */
const PAUSED_LOOK_MS = 5000;

/**
 * Looks once at the present step, and decides what is next.
 *
 * @returns whether the state is another one now, and has to be looked at again
 */
export function advanceStep(draft: Draft): boolean {
  draft.clock = clockOf(draft.state.stepIndex, draft.clock);
  const { state, observation } = draft;
  const { step, target } = presentStep(state);
  if (observation.entityGone) {
    draft.push({
      type: 'failed',
      cause: { code: 'entity-gone', params: {}, evidence: [] },
    });
    return true;
  }
  syncHold(draft);
  const seen = observation.targets[step.workloadId];
  if (!seen?.current) {
    noteAway(draft, seen);
    return false;
  }
  if (seen.namespaceGone) {
    const { namespace, cluster } = target;
    draft.push({
      type: 'failed',
      cause: {
        code: 'namespace-gone',
        params: { namespace, cluster },
        evidence: [],
      },
    });
    return true;
  }
  // Also before it fails: what is undone then may be somebody else's, and its history has to say so.
  if (noteDrift(draft)) return true;
  if (verdictOf(draft) === 'fail') {
    draft.push({ type: 'failed', cause: evidenceCause(draft.evidence) });
    return true;
  }
  return advanceSeen(draft);
}

function noteDrift(draft: Draft): boolean {
  const drifts = findDrift(draft);
  for (const drift of drifts) draft.push({ type: 'drift-found', drift });
  return drifts.length > 0;
}

/** Its cluster is seen, and nothing that was measured has failed. */
function advanceSeen(draft: Draft): boolean {
  noteMeasured(draft);
  const progress = progressOf(draft);
  if (progress.kind === 'failed') {
    draft.push({ type: 'failed', cause: progress.cause });
    return true;
  }
  if (draft.state.pause || draft.state.drift.length > 0) {
    draft.clock = stopped(draft.clock);
    draft.nextLookMs = PAUSED_LOOK_MS;
    return false;
  }
  return draft.state.pending
    ? advancePending(draft, progress)
    : advanceProgress(draft, progress);
}

function advancePending(draft: Draft, progress: Progress): boolean {
  // Reading it back leads to a write, which a freeze does not let pass.
  if (draft.state.hold) return false;
  const resolved = resolvePending(draft);
  if (resolved.kind !== 'open') return resolved.kind === 'settled';
  const { pending, deployment } = resolved;
  const same =
    progress.kind === 'write' &&
    progress.wanted.goal.kind === pending.goal.kind &&
    progress.wanted.role === pending.role &&
    progress.wanted.workloadId === pending.workloadId;
  if (same) intend(draft, progress.wanted);
  else if (deployment) fence(draft, pending, deployment);
  return false;
}

function advanceProgress(draft: Draft, progress: Progress): boolean {
  switch (progress.kind) {
    case 'write':
      draft.clock = stopped(draft.clock);
      if (!draft.state.hold) intend(draft, progress.wanted);
      return false;
    case 'waiting':
      return advanceWaiting(draft, progress);
    case 'ready':
      draft.clock = { ...draft.clock, waitedMs: undefined };
      return advanceReady(draft);
    default:
      return false;
  }
}

/** Everything is written, and pods take their time, though not for ever. */
function advanceWaiting(
  draft: Draft,
  { limit }: Extract<Progress, { kind: 'waiting' }>,
): boolean {
  const waitedMs = (draft.clock.waitedMs ?? 0) + draft.takeElapsed();
  draft.clock = { ...stopped(draft.clock), waitedMs };
  if (!limit || waitedMs < limit.ms) return false;
  draft.push({ type: 'failed', cause: limit.cause });
  return true;
}

function advanceReady(draft: Draft): boolean {
  const { step } = presentStep(draft.state);
  if (step.kind !== 'promote' && step.kind !== 'retire') {
    return advanceHold(draft);
  }
  if (draft.state.hold || !leavesNoCanary(draft)) return false;
  completeStep(draft);
  return true;
}

/** Before the end: somebody may have scaled a canary that was at 0. */
function leavesNoCanary(draft: Draft): boolean {
  const { stepIndex, definition } = draft.state;
  if (stepIndex + 1 < definition.steps.length) return true;
  const undoings = undoCanaries(draft);
  const found = undoings.find(({ kind }) => kind === 'write');
  if (found?.kind === 'write') intend(draft, found.wanted);
  return undoings.every(({ kind }) => kind === 'done');
}
