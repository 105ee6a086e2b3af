import type { RangeRules, TimeRange } from '@pilothouse/pilothouse-react';

export const DEFAULT_RANGE: TimeRange = { relative: '15m' };

/** More than this is not kept anywhere, and a query for it would ask every shard there is. */
export const RANGE_RULES: RangeRules = {
  offered: ['5m', '15m', '1h', '6h', '24h', '7d'],
  initial: DEFAULT_RANGE,
  longestDays: 31,
};
