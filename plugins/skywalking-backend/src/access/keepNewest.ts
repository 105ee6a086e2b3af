/** Sets a value, and keeps so many: those that were set last. */
export function keepNewest<V>(
  kept: Map<string, V>,
  key: string,
  value: V,
  most: number,
): void {
  kept.delete(key);
  kept.set(key, value);
  for (const oldest of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(oldest);
  }
}
