/** All times of the engine in one place; milliseconds unless they say otherwise. Tests make them short. */
export interface Timings {
  /** Until the kubernetes plugin has handed in its clusters. */
  accessTimeoutMs: number;
  /** How old the list of clusters may get before the kubernetes plugin is asked again. */
  clustersAgeMs: number;
  /** How long a watch goes on after nobody needs it any more. */
  lingerMs: number;
  /** Within which the API server ends a watch: from, to. */
  watchSeconds: readonly [number, number];
  /** A watch that says nothing for so long is dead: bookmarks come once a minute. */
  silenceMs: number;
  /** A watch that ends sooner than this was a failure. */
  shortWatchMs: number;
  /** For a page of a list. */
  listTimeoutMs: number;
  /** For everything that is answered at once, and for a stream to begin. */
  requestTimeoutMs: number;
  writeTimeoutMs: number;
  backoffMs: number;
  longestBackoffMs: number;
  refusedPauseMs: number;
  forbiddenPauseMs: number;
  /** At most one connection of a watch in so long, on average. */
  reconnectIntervalMs: number;
  /** A cluster that was not heard for so long is asked whether it is there. */
  probeIntervalMs: number;
  probeTimeoutMs: number;
  /** A cluster is stale when a watch is behind for longer. */
  behindMs: number;
  /** How old our knowledge may get of whether we may write. */
  reviewAgeMs: number;
  /** For a log that is not followed. */
  logTimeoutMs: number;
  /** For how long one viewer may follow a log. */
  followMs: number;
}

export const DEFAULT_TIMINGS: Timings = {
  accessTimeoutMs: 20_000,
  clustersAgeMs: 60_000,
  lingerMs: 60_000,
  watchSeconds: [270, 330],
  silenceMs: 120_000,
  shortWatchMs: 1_000,
  listTimeoutMs: 60_000,
  requestTimeoutMs: 10_000,
  writeTimeoutMs: 15_000,
  backoffMs: 1_000,
  longestBackoffMs: 30_000,
  refusedPauseMs: 30_000,
  forbiddenPauseMs: 60_000,
  reconnectIntervalMs: 1_000,
  probeIntervalMs: 2_500,
  probeTimeoutMs: 2_000,
  behindMs: 5_000,
  reviewAgeMs: 600_000,
  logTimeoutMs: 30_000,
  followMs: 3_600_000,
};
