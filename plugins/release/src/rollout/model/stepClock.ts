import type {
  Rollout,
  RolloutSummary,
} from '@pilothouse/plugin-release-common';

/** What {@link stepClock} looks at; a summary does not know why a clock stands. */
export type ClockView = Pick<RolloutSummary, 'state' | 'steps' | 'stepIndex'> &
  Partial<Pick<Rollout, 'pause' | 'blindSince'>>;

/** How far the present step is. */
export interface StepClock {
  /** 0 to 1 of what the step has to be observed; 0 where it is not timed. */
  fraction: number;
  /** Milliseconds; missing where the step is not timed. */
  leftMs?: number;
  /** The time that passes now does not count. */
  stands?: { why: 'blind' | 'paused'; since: string };
}

/**
 * The clock of the present step, by the server's time. While it stands only what was observed before counts: nothing may
 * run down on the screen that does not run in the rollout.
 */
export function stepClock(view: ClockView, now: number): StepClock {
  const step = view.steps.at(view.stepIndex);
  if (!step) return { fraction: 0 };
  const stands = standing(view);
  const { holdMs, observedMs, endsAt } = step;
  if (holdMs <= 0) return { fraction: 0, ...(stands && { stands }) };
  const until = Date.parse(endsAt ?? '');
  const runs = !stands && step.state === 'current' && !Number.isNaN(until);
  const leftMs = clamp(runs ? until - now : holdMs - observedMs, holdMs);
  return {
    fraction: 1 - leftMs / holdMs,
    leftMs,
    ...(stands && { stands }),
  };
}

function standing(view: ClockView): StepClock['stands'] {
  if (view.pause) return { why: 'paused', since: view.pause.at };
  if (view.blindSince !== undefined) {
    return { why: 'blind', since: view.blindSince };
  }
  return undefined;
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
