// Letters and digits of which no word can be made, and none of which looks like another: as in the names that a real
// cluster makes up.
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

/** A short hash that does as a part of a name, of at most ten characters. The same text always has the same hash. */
export function safeHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return [...String(hash >>> 0)]
    .map(digit => SAFE[digit.charCodeAt(0) % SAFE.length])
    .join('');
}

/** JSON with the keys of every object in order, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : part,
  );
}
