/** As all durations of an OAP in the company: its Java runs in Shanghai's time. */
const ZONE_OFFSET = 8 * 60 * 60 * 1000;
export const ZONE = '+0800';

/** An OAP works out no more points than this for one question. */
const MOST_POINTS = 500;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type Step = 'SECOND' | 'MINUTE' | 'HOUR' | 'DAY';

/** The input type `Duration` of the protocol. */
export interface DurationInput {
  start: string;
  end: string;
  step: Step;
}

/** A duration, understood. */
export interface Span {
  step: Step;
  /** The length of a step in milliseconds. */
  stepMs: number;
  /** The first instant of every step, both ends included. */
  points: readonly number[];
  from: number;
  /** The first instant after the last step. */
  to: number;
}

const FORMATS: Record<
  Step,
  { pattern: RegExp; words: string; length: number }
> = {
  SECOND: {
    pattern: /^(\d{4})-(\d{2})-(\d{2}) (\d{2})(\d{2})(\d{2})$/,
    words: 'yyyy-MM-dd HHmmss',
    length: SECOND,
  },
  MINUTE: {
    pattern: /^(\d{4})-(\d{2})-(\d{2}) (\d{2})(\d{2})$/,
    words: 'yyyy-MM-dd HHmm',
    length: MINUTE,
  },
  HOUR: {
    pattern: /^(\d{4})-(\d{2})-(\d{2}) (\d{2})$/,
    words: 'yyyy-MM-dd HH',
    length: HOUR,
  },
  DAY: {
    pattern: /^(\d{4})-(\d{2})-(\d{2})$/,
    words: 'yyyy-MM-dd',
    length: DAY,
  },
};

/**
 * Reads a duration, at most 500 points long.
 *
 * @throws Error worded as the OAP words it, which misleads: a start after the end is "over 500" there, too.
 */
export function readDuration({ start, end, step }: DurationInput): Span {
  const span = readWindow({ start, end, step });
  const count = Math.round((span.to - span.from) / span.stepMs);
  if (count < 1 || count > MOST_POINTS) throw tooLong();
  return {
    ...span,
    points: Array.from(
      { length: count },
      (_, index) => span.from + index * span.stepMs,
    ),
  };
}

/**
 * Reads a duration of which only the ends matter, as for traces.
 *
 * @throws Error for ends that are no instants
 */
export function readWindow({ start, end, step }: DurationInput): Span {
  const from = readPoint(start, step);
  const stepMs = FORMATS[step].length;
  return {
    step,
    stepMs,
    points: [],
    from,
    to: readPoint(end, step) + stepMs,
  };
}

/** How the OAP names the step in which an instant is, as in the ids of its rows: `202611211430`. */
export function bucketName(time: number, step: Step): string {
  const length = { SECOND: 14, MINUTE: 12, HOUR: 10, DAY: 8 }[step];
  return new Date(time + ZONE_OFFSET)
    .toISOString()
    .replace(/\D/g, '')
    .slice(0, length);
}

function tooLong(): Error {
  return new Error(
    `Duration data error. The duration between start and end can't exceed ${MOST_POINTS} minutes.`,
  );
}

function readPoint(text: string, step: Step): number {
  const { pattern, words } = FORMATS[step];
  const [, year, month, day, hour = '0', minute = '0', second = '0'] =
    pattern.exec(text) ?? [];
  const time = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const exists =
    new Date(time).getUTCDate() === Number(day) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60;
  if (Number.isNaN(time) || !exists) {
    throw new Error(`Invalid format: "${text}" is not of ${words}`);
  }
  return time - ZONE_OFFSET;
}
