/** How far back the ledger is shown; `all` is to its beginning. */
export const RANGES = ['30m', '24h', '7d', '30d', 'all'] as const;
export type Range = (typeof RANGES)[number];

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const LENGTHS: Record<Range, number> = {
  '30m': 30 * MINUTE,
  '24h': DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
  all: Infinity,
};

/** @returns `undefined` for what is no range */
export function parseRange(text: string | null): Range | undefined {
  return RANGES.find(range => range === text);
}

/** Where a range begins, as ISO 8601; `undefined` where it has no beginning. */
export function beginningOf(range: Range, now: number): string | undefined {
  const length = LENGTHS[range];
  return Number.isFinite(length)
    ? new Date(now - length).toISOString()
    : undefined;
}
