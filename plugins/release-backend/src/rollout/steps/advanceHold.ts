import type { Draft } from '../Draft';
import { credited } from '../holds/stepClock';
import { verdictOf } from '../holds/verdict';
import { gateIsAnswered } from './gate';
import { presentStep } from './present';

/** A hold is looked at so often, even if it takes hours. */
const LONGEST_LOOK_MS = 5000;

/** The pods of the present step are as it wants them: counts how long that has been seen, and goes on at its end. */
export function advanceHold(draft: Draft): boolean {
  const { observation } = draft;
  const { stepIndex } = draft.state;
  if (draft.state.stepReadyAt === undefined) {
    draft.push({ type: 'step-ready', index: stepIndex });
    draft.clock = { of: stepIndex, observedMs: 0 };
  }
  // Time in which nobody knew whether it was well does not count.
  if (verdictOf(draft) !== 'pass') {
    // It was measured for the step before: what this one needs can be measured now.
    if (draft.evidence !== observation.evidence) draft.nextLookMs = 0;
    return false;
  }
  draft.clock = credited(draft.clock, observation);
  const { step } = presentStep(draft.state);
  const left = step.holdMs - draft.clock.observedMs;
  if (left > 0) draft.nextLookMs = Math.min(left, LONGEST_LOOK_MS);
  const open = step.kind !== 'gate' || gateIsAnswered(draft.state);
  if (left > 0 || !open || draft.state.hold) return false;
  completeStep(draft);
  return true;
}

/** Leaves the present step, for the next or for the end. */
export function completeStep(draft: Draft): void {
  const { stepIndex, definition } = draft.state;
  draft.push({
    type: 'step-completed',
    index: stepIndex,
    observedMs: draft.clock.observedMs,
    evidence: draft.evidence,
  });
  const next = stepIndex + 1;
  draft.push(
    next < definition.steps.length
      ? { type: 'step-entered', index: next }
      : { type: 'ended', outcome: 'succeeded' },
  );
  draft.clock = { of: next, observedMs: 0 };
  // Measured about what the step before did.
  draft.evidence = [];
}
