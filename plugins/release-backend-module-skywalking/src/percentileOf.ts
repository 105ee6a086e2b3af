/**
 * The value that a share of them does not exceed, by the nearest rank.
 *
 * @param share - above 0, up to 1
 * @throws RangeError for none
 */
export function percentileOf(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('There are no values');
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
