/** What a registry's client takes from outside, so that tests can turn it. */
export interface Surroundings {
  clock(): number;
  /** Of one request, from its beginning to the last byte. */
  requestTimeoutMs: number;
  /** Of all requests that one image takes. */
  resolveTimeoutMs: number;
  /** Of all requests that a list takes; what has not come by then stays out of it. */
  listTimeoutMs: number;
}

export const SURROUNDINGS: Surroundings = {
  clock: Date.now,
  requestTimeoutMs: 5_000,
  resolveTimeoutMs: 12_000,
  listTimeoutMs: 8_000,
};
