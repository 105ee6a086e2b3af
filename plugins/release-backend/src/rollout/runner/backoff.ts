/** After a failure it is tried again later and later, up to this. */
const LONGEST_MS = 5_000;

/** How long to wait after so many failures in a row, in milliseconds. */
export function backoff(failures: number, firstMs: number): number {
  return Math.min(LONGEST_MS, firstMs * 2 ** Math.min(failures, 10));
}
