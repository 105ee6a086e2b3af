/** JSON in one form only: keys in order, nothing that is undefined. What is hashed must not depend on who wrote it. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) {
      return part;
    }
    const entries = Object.entries(part);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
