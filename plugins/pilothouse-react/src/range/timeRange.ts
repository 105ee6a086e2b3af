const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** Ranges that end now, in seconds, the shortest first. */
export const RELATIVE_RANGES = {
  '5m': 5 * MINUTE_S,
  '15m': 15 * MINUTE_S,
  '30m': 30 * MINUTE_S,
  '1h': HOUR_S,
  '3h': 3 * HOUR_S,
  '6h': 6 * HOUR_S,
  '24h': DAY_S,
  '7d': 7 * DAY_S,
} as const;

/** Name of a range that ends now. */
export type RelativeRange = keyof typeof RELATIVE_RANGES;

/** A range that ends now, or one between two instants in ISO 8601. */
export type TimeRange =
  | { relative: RelativeRange }
  | { from: string; to: string };

/** Which ranges can be looked at somewhere. */
export interface RangeRules {
  offered: readonly RelativeRange[];
  /** What is looked at unless somebody chooses; one of those that are offered. */
  initial: TimeRange;
  /** Of a range between two instants. */
  longestDays: number;
  /** Nothing can be ahead of now. */
  hasBegun?: boolean;
}

export function parseRelativeRange(
  text: string | undefined,
  { offered }: RangeRules,
): RelativeRange | undefined {
  return offered.find(range => range === text);
}

/** A range of two instants, if they make one: in order, written as such, and by the rules. */
export function parseAbsoluteRange(
  fromText: string | undefined,
  toText: string | undefined,
  { longestDays, hasBegun = false }: RangeRules,
): { from: string; to: string } | undefined {
  const from = instantOf(fromText);
  const to = instantOf(toText);
  if (from === undefined || to === undefined) return undefined;
  if (from >= to || to - from > longestDays * DAY_S * 1_000) return undefined;
  if (hasBegun && from > Date.now()) return undefined;
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  };
}

/** The instants that a range means at a time. @param now - milliseconds since the epoch */
export function instantsOf(
  range: TimeRange,
  now: number,
): { from: string; to: string } {
  if ('from' in range) return range;
  return {
    from: new Date(now - RELATIVE_RANGES[range.relative] * 1_000).toISOString(),
    to: new Date(now).toISOString(),
  };
}

/** Only ISO 8601, and only years that a clock can show: `Date.parse` takes almost anything. */
function instantOf(text: string | undefined): number | undefined {
  if (!/^20\d\d-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text ?? '')) {
    return undefined;
  }
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? undefined : at;
}
