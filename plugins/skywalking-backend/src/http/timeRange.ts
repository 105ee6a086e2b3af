import { InputError } from '@backstage/errors';
import type { MetricWindow as WireWindow } from '@pilothouse/plugin-skywalking-common';
import type { MetricWindow } from '@pilothouse/plugin-skywalking-node';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What is looked at when nothing is said. */
const DEFAULT_LENGTH = 30 * MINUTE;
const LONGEST = 90 * DAY;
/** SkyWalking is younger; its own dates end before those of others. */
const EARLIEST = Date.parse('2000-01-01T00:00:00Z');

/** Milliseconds since the epoch. */
export interface TimeRange {
  from: number;
  to: number;
}

/**
 * The time that a question is about: the last 30 minutes unless it says otherwise.
 *
 * @throws InputError that names the parameter
 */
export function timeRange(
  query: { from?: string; to?: string },
  now: number,
): TimeRange {
  const to = query.to === undefined ? now : Date.parse(query.to);
  const from =
    query.from === undefined ? to - DEFAULT_LENGTH : Date.parse(query.from);
  if (from >= to) {
    throw new InputError('Query parameter from: has to be before to');
  }
  if (from < EARLIEST) {
    throw new InputError('Query parameter from: has to be after the year 2000');
  }
  if (from > now) {
    throw new InputError('Query parameter from: is in the future');
  }
  if (to - from > LONGEST) {
    throw new InputError(
      'Query parameter from: has to be within 90 days of to',
    );
  }
  return { from, to: Math.min(to, now) };
}

/** A window as answers have it: from the beginning of its first step to the end of its last. */
export function windowOf({ times, step, stepMs }: MetricWindow): WireWindow {
  return {
    from: new Date(times[0]).toISOString(),
    to: new Date(times[times.length - 1] + stepMs).toISOString(),
    step,
  };
}
