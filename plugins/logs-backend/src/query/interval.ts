const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Lengths that people count in. */
const LENGTHS = [
  100,
  500,
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
];

export const MOST_BUCKETS = 200;
/** Enough to see a shape; every one costs the store a count for each level. */
const WANTED_BUCKETS = 120;

/** How long the steps of a histogram are; at most {@link MOST_BUCKETS} of them. */
export function intervalFor(from: number, to: number): number {
  const range = Math.max(1, to - from);
  // One may be begun and one not ended.
  const fitting = LENGTHS.find(length => range / length + 1 <= WANTED_BUCKETS);
  if (fitting) return fitting;
  const days = Math.ceil(range / ((MOST_BUCKETS - 1) * 24 * HOUR));
  return days * 24 * HOUR;
}
