import type { MetricsService } from '@backstage/backend-plugin-api/alpha';

/** What a request is for. */
export type Purpose =
  | 'list'
  | 'watch'
  | 'log'
  | 'read'
  | 'write'
  | 'probe'
  | 'review';

/** Counts what is done to clusters. */
export interface ClusterMetrics {
  /** @param outcome - the HTTP status, or `error` where none came */
  requested(cluster: string, purpose: Purpose, outcome: string): void;
  reconnected(cluster: string, kind: string): void;
  relisted(cluster: string, kind: string): void;
  /** Asks for the sizes of caches whenever they are collected. */
  observeCached(sizes: () => Iterable<CachedCount>): () => void;
}

export interface CachedCount {
  cluster: string;
  kind: string;
  count: number;
}

/** For where nobody counts. */
export const noMetrics: ClusterMetrics = {
  requested: () => {},
  reconnected: () => {},
  relisted: () => {},
  observeCached: () => () => {},
};

/** By the metrics service of the plugin that hands in the clusters. */
export function createMetrics(service: MetricsService): ClusterMetrics {
  const requests = service.createCounter('pilothouse.clusters.requests', {
    description: 'Requests to Kubernetes API servers',
  });
  const reconnects = service.createCounter('pilothouse.clusters.reconnects', {
    description: 'Watches that had to be opened anew',
  });
  const relists = service.createCounter('pilothouse.clusters.relists', {
    description: 'Whole lists, the first of a watch among them',
  });
  const cached = service.createObservableGauge('pilothouse.clusters.objects', {
    description: 'Objects in the caches of watches',
  });
  return {
    requested: (cluster, purpose, outcome) =>
      requests.add(1, { cluster, purpose, outcome }),
    reconnected: (cluster, kind) => reconnects.add(1, { cluster, kind }),
    relisted: (cluster, kind) => relists.add(1, { cluster, kind }),
    observeCached: sizes => {
      const observe: Parameters<typeof cached.addCallback>[0] = result => {
        for (const { cluster, kind, count } of sizes()) {
          result.observe(count, { cluster, kind });
        }
      };
      cached.addCallback(observe);
      return () => cached.removeCallback(observe);
    },
  };
}
