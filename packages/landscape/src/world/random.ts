/**
 * Seeded randomness without state: the same parts always give the same number, so that the world can be asked about
 * any instant in any order.
 */

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Spreads every bit of a 32-bit number over all others (the finaliser of MurmurHash3). */
function avalanche(value: number): number {
  let mixed = value;
  mixed ^= mixed >>> 16;
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  mixed ^= mixed >>> 16;
  return mixed >>> 0;
}

/** A 32-bit hash of the parts, in their order. */
export function hash(...parts: (string | number)[]): number {
  let state = FNV_OFFSET;
  for (const part of parts) {
    const text = String(part);
    for (let index = 0; index < text.length; index++) {
      state = Math.imul(state ^ text.charCodeAt(index), FNV_PRIME);
    }
    // Keeps ('ab', 'c') apart from ('a', 'bc').
    state = Math.imul(state ^ 0x1f, FNV_PRIME);
  }
  return avalanche(state);
}

/** Goes on from a hash with one more number; much cheaper than hashing texts again. */
export function mix(state: number, next: number): number {
  return avalanche(Math.imul(state ^ (next | 0), FNV_PRIME) + (next >>> 7));
}

/** A hash as a number in [0, 1). */
export function toUnit(state: number): number {
  return state / 2 ** 32;
}

/** A number in [0, 1) made of the parts. */
export function unit(...parts: (string | number)[]): number {
  return toUnit(hash(...parts));
}

/** One item of the list, chosen by a number in [0, 1). */
export function pick<T>(items: readonly T[], chance: number): T {
  return items[Math.floor(chance * items.length)];
}

/** One item, chosen by a number in [0, 1) in proportion to the items' weights. */
export function pickWeighted<T extends { weight: number }>(
  items: readonly T[],
  chance: number,
): T {
  const total = items.reduce((sum, item) => sum + item.weight, 0);
  let left = chance * total;
  for (const item of items) {
    left -= item.weight;
    if (left < 0) return item;
  }
  return items[items.length - 1];
}

/** A continuous curve in [-1, 1] that takes a new random value every `step` of `at`. */
export function smoothNoise(state: number, at: number, step: number): number {
  const position = at / step;
  const left = Math.floor(position);
  const fraction = position - left;
  const eased = fraction * fraction * (3 - 2 * fraction);
  const before = toUnit(mix(state, left));
  const after = toUnit(mix(state, left + 1));
  return 2 * (before + (after - before) * eased) - 1;
}

/** A stream of numbers in [0, 1), always the same for one seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = state;
    value = Math.imul(value ^ (value >>> 15), value | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
