import {
  instantsOf,
  type RangeRules,
  type TimeRange,
} from '@pilothouse/pilothouse-react';

export const DEFAULT_RANGE: TimeRange = { relative: '30m' };

/** What SkyWalking is asked about: longer ones are refused by the backend. */
export const RANGE_RULES: RangeRules = {
  offered: ['15m', '30m', '1h', '3h', '6h', '24h', '7d'],
  initial: DEFAULT_RANGE,
  longestDays: 90,
  hasBegun: true,
};

const MINUTE_MS = 60_000;

/**
 * What a range means now, for a question. To the whole minute, so that those who look at the same within a minute ask
 * the same.
 */
export function askedRange(
  range: TimeRange,
  now: number,
): { from: string; to?: string } {
  if ('from' in range) return range;
  const from = Date.parse(instantsOf(range, now).from);
  return {
    from: new Date(Math.floor(from / MINUTE_MS) * MINUTE_MS).toISOString(),
  };
}
