/** Of one question, at an OAP of any version. */
export const MOST_POINTS = 500;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Metrics of a step are there so long after its end: agents send, and the OAP writes, every some seconds. */
const COMPLETE_AFTER = 30 * SECOND;

export type Step = 'SECOND' | 'MINUTE' | 'HOUR' | 'DAY';

const STEP_MS: Record<Step, number> = {
  SECOND,
  MINUTE,
  HOUR,
  DAY,
};

/** Steps of metrics, the finest first. */
const METRIC_STEPS = ['MINUTE', 'HOUR', 'DAY'] as const;

/** The input type `Duration` of the protocol. */
export interface OapDuration {
  start: string;
  end: string;
  step: Step;
}

/** Points of metrics: what an OAP is asked for, and what its answers are laid out on. */
export interface MetricWindow {
  step: Step;
  stepMs: number;
  /** The first instant of every step, in milliseconds since the epoch; never empty, at most {@link MOST_POINTS}. */
  times: readonly number[];
  duration: OapDuration;
}

/**
 * The offset of a zone as an OAP gives it: `+0800`, `-0330`, in milliseconds.
 *
 * @returns `undefined` for what is none
 */
export function parseZone(text: string): number | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})$/.exec(text) ?? [];
  if (!sign || Number(hours) > 18 || Number(minutes) > 59) return undefined;
  const offset = Number(hours) * HOUR + Number(minutes) * MINUTE;
  return sign === '-' ? -offset : offset;
}

export interface WindowRequest {
  /** Milliseconds since the epoch. */
  from: number;
  to: number;
  now: number;
  /** Of the OAP's zone, in milliseconds. */
  zone: number;
  /** No more than so many. */
  most?: number;
}

/**
 * The steps between two instants that are complete, in the finest step of which there are not too many. Both ends are
 * cut to the step in the zone of the OAP: a start that never steps onto the end is refused by it.
 */
export function metricWindow(request: WindowRequest): MetricWindow {
  const { from, to, now, zone, most = MOST_POINTS } = request;
  const step =
    METRIC_STEPS.find(
      each => (to - from) / STEP_MS[each] <= Math.min(most, MOST_POINTS) - 1,
    ) ?? 'DAY';
  const stepMs = STEP_MS[step];
  const floor = (time: number) =>
    Math.floor((time + zone) / stepMs) * stepMs - zone;
  const last = floor(Math.min(to - 1, now - COMPLETE_AFTER - stepMs));
  const first = Math.max(
    Math.min(floor(from), last),
    last - (MOST_POINTS - 1) * stepMs,
  );
  return windowBetween(first, last, step, zone);
}

/** Windows of one answer to {@link minuteWindows}, more than a day together. */
const MOST_WINDOWS = 4;

/**
 * All complete minutes that begin between two instants, the oldest first, in as many windows as an OAP needs questions;
 * none while no minute is complete. Nothing from before the first instant is in them. Of more than they can hold, the
 * oldest are left out.
 */
export function minuteWindows({
  from,
  to,
  now,
  zone,
}: Omit<WindowRequest, 'most'>): MetricWindow[] {
  const minute = (time: number) => Math.floor(time / MINUTE) * MINUTE;
  const first = minute(from + MINUTE - 1);
  const last = minute(Math.min(to - 1, now - COMPLETE_AFTER - MINUTE));
  const length = MOST_POINTS * MINUTE;
  const windows: MetricWindow[] = [];
  // Counted from the start, so that those in the past stay the same from question to question.
  for (let start = first; start <= last; start += length) {
    const end = Math.min(last, start + length - MINUTE);
    windows.push(windowBetween(start, end, 'MINUTE', zone));
    if (windows.length > MOST_WINDOWS) windows.shift();
  }
  return windows;
}

/** Both are the first instants of steps. */
function windowBetween(
  first: number,
  last: number,
  step: Step,
  zone: number,
): MetricWindow {
  const stepMs = STEP_MS[step];
  const times: number[] = [];
  for (let time = first; time <= last; time += stepMs) times.push(time);
  return {
    step,
    stepMs,
    times,
    duration: {
      start: formatInstant(first, step, zone),
      end: formatInstant(last, step, zone),
      step,
    },
  };
}

/** The same window so much earlier. */
export function shifted(
  { step, stepMs, times }: MetricWindow,
  ms: number,
  zone: number,
): MetricWindow {
  const moved = times.map(time => time - ms);
  return {
    step,
    stepMs,
    times: moved,
    duration: {
      start: formatInstant(moved[0], step, zone),
      end: formatInstant(moved[moved.length - 1], step, zone),
      step,
    },
  };
}

/** For what has an instant of its own, such as traces: to the second. */
export function exactDuration(
  from: number,
  to: number,
  zone: number,
): OapDuration {
  return {
    start: formatInstant(from, 'SECOND', zone),
    end: formatInstant(Math.max(from, to), 'SECOND', zone),
    step: 'SECOND',
  };
}

/** `2026-11-20 1242` for a minute: the clock of the OAP's zone, as long as the step is fine. */
export function formatInstant(time: number, step: Step, zone: number): string {
  const [date, clock] = new Date(time + zone).toISOString().split('T');
  const digits = clock.replaceAll(':', '');
  const length = { DAY: 0, HOUR: 2, MINUTE: 4, SECOND: 6 }[step];
  return length === 0 ? date : `${date} ${digits.slice(0, length)}`;
}
