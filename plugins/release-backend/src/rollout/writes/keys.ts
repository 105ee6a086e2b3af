import type { RolloutState } from '../state';

/** A write that somebody undid, and that is made again, is another one. */
const AGAIN = '+';

/** The key of a write of this kind now: no key has two effects. */
export function keyOf(base: string, { effects }: RolloutState): string {
  const had = effects[base] ?? 0;
  return had === 0 ? base : `${base}${AGAIN}${had}`;
}

/** The kind of write that a key is of. */
export function baseOf(key: string): string {
  const end = key.lastIndexOf(AGAIN);
  return end < 0 ? key : key.slice(0, end);
}
