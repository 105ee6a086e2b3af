import type {
  Message,
  Rollout,
  RolloutSummary,
} from '@pilothouse/plugin-release-common';

/** What {@link stepClock} looks at; a summary does not know since when somebody, or a freeze, has stopped it. */
export type ClockView = Pick<
  RolloutSummary,
  'state' | 'steps' | 'stepIndex' | 'stuck' | 'blind'
> &
  Partial<Pick<Rollout, 'pause' | 'hold'>>;

/** Why nobody can say when a step will be complete. */
export interface Standstill {
  why: 'paused' | 'blind' | 'held' | 'stuck' | 'aborting' | 'reverting';
  /** ISO 8601; missing where it is not known. */
  since?: string;
  /** Why nothing is observed. */
  reason?: Message;
}

/** How far the present step is. */
export interface StepClock {
  /** 0 to 1 of what the step has to be observed; 0 where it is not timed. */
  fraction: number;
  /** Milliseconds; missing where the step is not timed. */
  leftMs?: number;
  /** Nothing runs down: the time that passes now brings no end nearer. */
  stands?: Standstill;
}

/**
 * The clock of the present step, by the server's time. While it stands only what was observed before counts: nothing may
 * run down on the screen that does not run in the rollout.
 */
export function stepClock(view: ClockView, now: number): StepClock {
  const step = view.steps.at(view.stepIndex);
  if (!step) return { fraction: 0 };
  const { holdMs, observedMs, endsAt } = step;
  const until = Date.parse(endsAt ?? '');
  const isTimed = holdMs > 0;
  const isRunning = step.state === 'current';
  const isEndUnknown = Number.isNaN(until);
  const stands = standing(view, isTimed && isRunning && isEndUnknown);
  if (!isTimed) return { fraction: 0, ...(stands && { stands }) };
  const leftMs = clamp(
    stands || isEndUnknown ? holdMs - observedMs : until - now,
    holdMs,
  );
  return {
    fraction: 1 - leftMs / holdMs,
    leftMs,
    ...(stands && { stands }),
  };
}

/** @param isEndUnknown - the server names no end of a step that is timed */
function standing(
  view: ClockView,
  isEndUnknown: boolean,
): Standstill | undefined {
  const { state, stuck, pause, hold, blind } = view;
  switch (state) {
    case 'aborting':
    case 'reverting':
      return { why: state };
    case 'paused':
      return { why: 'paused', since: pause?.at };
    case 'held':
      return { why: 'held', since: hold?.from };
    case 'running':
    case 'waiting-for-person':
      if (blind) return { why: 'blind', since: blind.since, reason: blind };
      if (stuck) return { why: 'stuck', since: stuck.since };
      return isEndUnknown ? { why: 'blind' } : undefined;
    default:
      return undefined;
  }
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
