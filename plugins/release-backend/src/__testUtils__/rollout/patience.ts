import type { createClusters } from '@pilothouse/plugin-clusters-node/testUtils';

type Timings = NonNullable<Parameters<typeof createClusters>[1]>['timings'];

/** A cluster that comes back is found soon. */
export const PATIENCE: Timings = {
  backoffMs: 200,
  longestBackoffMs: 1_000,
  refusedPauseMs: 1_000,
  forbiddenPauseMs: 1_000,
  probeIntervalMs: 500,
  probeTimeoutMs: 500,
  behindMs: 1_000,
};
