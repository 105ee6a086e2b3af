import { InputError } from '@backstage/errors';

/** The present moves in steps of so many milliseconds, so that those who look at the same ask the same. */
export const STEP_MS = 5_000;
const USUAL_S = 15 * 60;

export interface SearchRange {
  /** Milliseconds since the epoch; `to` is not in it. */
  from: number;
  to: number;
  /** It ends now. */
  live: boolean;
}

interface Asked {
  from?: string;
  to?: string;
  last?: number;
}

/**
 * What time is meant.
 *
 * @throws InputError that names the field
 */
export function searchRange(
  { from, to, last }: Asked,
  { now, maxRangeMs }: { now: number; maxRangeMs: number },
): SearchRange {
  if (last !== undefined && (from !== undefined || to !== undefined)) {
    throw new InputError(
      'Body field last: has to stand without from and to: it is the time until now',
    );
  }
  const live = to === undefined;
  // A line that was written a moment ago is in it.
  const end = live ? (Math.floor(now / STEP_MS) + 1) * STEP_MS : Date.parse(to);
  const start =
    from === undefined ? end - (last ?? USUAL_S) * 1_000 : Date.parse(from);
  if (start >= end) {
    throw new InputError('Body field from: has to be before to');
  }
  if (end - start > maxRangeMs) {
    const days = Math.round((maxRangeMs / 86_400_000) * 100) / 100;
    throw new InputError(
      `Body field ${
        last === undefined ? 'from' : 'last'
      }: has to be at most ${days} days before the end`,
    );
  }
  return { from: start, to: end, live };
}
