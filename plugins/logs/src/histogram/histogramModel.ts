import {
  levelSchema,
  type Histogram,
  type Level,
} from '@pilothouse/plugin-logs-common';

/** From the one that matters most. */
export const LEVELS = levelSchema.options;

/** Two of a thousand errors are what somebody looks for. */
const LEAST_SHARE = 0.02;

/** One bar: what stands on what, in shares of the highest bar. */
export interface Bar {
  at: number;
  total: number;
  counts: Readonly<Record<Level, number>>;
  /** From the bottom: the worst stands where it can be compared. */
  parts: { level: Level; from: number; share: number }[];
}

/** A store may leave out stretches in which there was nothing; more bars than this cannot be told apart. */
const MOST_BARS = 400;

/** The histogram with all stretches of its time, those without lines among them. */
export function withoutGaps(
  { interval, buckets }: Histogram,
  from: string,
  to: string,
): Histogram {
  const byTime = new Map(buckets.map(bucket => [bucket.at, bucket]));
  // Intervals of days begin at midnight of some zone: the buckets know where.
  const phase = (buckets[0]?.at ?? 0) % interval;
  const start = Date.parse(from);
  const first = Math.floor((start - phase) / interval) * interval + phase;
  const count = Math.ceil((Date.parse(to) - first) / interval);
  // Whatever else it is, it is nothing that could be filled.
  if (!(count > 0 && count <= MOST_BARS)) return { interval, buckets };
  return {
    interval,
    buckets: Array.from({ length: count }, (_, index) => {
      const at = first + index * interval;
      return byTime.get(at) ?? { at, counts: {} };
    }),
  };
}

/** The bars of a histogram; the smallest part still can be seen. */
export function barsOf({ buckets }: Histogram): Bar[] {
  const totals = buckets.map(({ counts }) => sum(Object.values(counts)));
  const most = Math.max(1, ...totals);
  return buckets.map(({ at, counts }, index) => {
    let from = 0;
    const parts = LEVELS.flatMap(level => {
      const count = counts[level] ?? 0;
      if (count === 0) return [];
      const share = Math.max(count / most, LEAST_SHARE);
      const part = { level, from, share };
      from += share;
      return [part];
    });
    return { at, total: totals[index] ?? 0, counts: filled(counts), parts };
  });
}

/** How many lines of each level there are in all. */
export function countsOf({ buckets }: Histogram): Record<Level, number> {
  const counts = filled({});
  for (const bucket of buckets) {
    for (const level of LEVELS) counts[level] += bucket.counts[level] ?? 0;
  }
  return counts;
}

/** The instants from one bar to another, whichever comes first, both included. */
export function rangeOfBars(
  { buckets, interval }: Histogram,
  one: number,
  other: number,
): { from: string; to: string } | undefined {
  const first = buckets[Math.min(one, other)];
  const last = buckets[Math.max(one, other)];
  if (!first || !last) return undefined;
  return {
    from: new Date(first.at).toISOString(),
    to: new Date(last.at + interval).toISOString(),
  };
}

function filled(counts: Partial<Record<Level, number>>): Record<Level, number> {
  return {
    error: counts.error ?? 0,
    warn: counts.warn ?? 0,
    info: counts.info ?? 0,
    debug: counts.debug ?? 0,
    trace: counts.trace ?? 0,
    unknown: counts.unknown ?? 0,
  };
}

function sum(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
