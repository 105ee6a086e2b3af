import type { RolloutState, StepClock } from '../state';

/** The longest gap between two looks that still counts as observed. */
export const LONGEST_GAP_MS = 5 * 60_000;

/** By so much the clock of the database may say more than ours: a look takes its time. */
const SLACK_MS = 2000;

/** The clock of a step; one that was saved for another step, or does not say for which, says nothing. */
export function clockOf(index: number, clock: StepClock): StepClock {
  return clock.of === index ? clock : { of: index, observedMs: 0 };
}

/** The clock as it is told after a look: whether it stands although its hold has begun. */
export function told(
  { stands: _, ...clock }: StepClock,
  { phase, stepIndex, stepReadyAt, definition }: RolloutState,
  now: number,
): StepClock {
  const holdMs = definition.steps[stepIndex]?.holdMs ?? 0;
  const holds =
    phase === 'running' &&
    stepReadyAt !== undefined &&
    stepReadyAt < now &&
    holdMs > 0;
  return holds && clock.at !== now ? { ...clock, stands: true } : clock;
}

/**
 * Counts a good look: the time since the one before, if it is short enough to count as observed, and no more than what a
 * clock that does not jump says.
 */
export function credited(
  clock: StepClock,
  { now, elapsedMs }: { now: number; elapsedMs?: number },
): StepClock {
  const since = clock.at === undefined ? 0 : now - clock.at;
  const observed = since > LONGEST_GAP_MS || since < 0 ? 0 : since;
  const most = elapsedMs === undefined ? observed : elapsedMs + SLACK_MS;
  return {
    ...clock,
    observedMs: clock.observedMs + Math.min(observed, Math.max(0, most)),
    at: now,
  };
}

/** It stands: what passes until the next good look does not count. */
export function stopped({ at: _, ...clock }: StepClock): StepClock {
  return clock;
}
