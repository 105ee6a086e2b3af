import type { LoggerService } from '@backstage/backend-plugin-api';
import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import { DeferredAccess } from '../bridge/DeferredAccess';
import { noMetrics, type ClusterMetrics } from '../cluster/metrics';
import { ConfiguredClusters } from '../service/ConfiguredClusters';
import { DEFAULT_TIMINGS, type Timings } from '../service/timings';
import type { ClustersService } from '../types';
import { silentLogger } from './silentLogger';

/** A cluster that can be reached. */
export interface TestCluster {
  name: string;
  title?: string;
  url: string;
  /** PEM */
  caPem?: string;
  /** A bearer token, asked for before every connection. */
  token: string | (() => string | Promise<string>);
}

/**
 * The clusters service without a backend around it.
 *
 * @example
 * ```ts
 * const clusters = createClusters([{ name: 'dev', url, caPem, token }]);
 * afterAll(() => clusters.close());
 * ```
 */
export function createClusters(
  clusters: readonly TestCluster[],
  options: {
    timings?: Partial<Timings>;
    logger?: LoggerService;
    metrics?: ClusterMetrics;
  } = {},
): ClustersService & { close(): Promise<void> } {
  const { timings, logger = silentLogger, metrics = noMetrics } = options;
  const access = new DeferredAccess();
  access.provide({
    metrics,
    getClusters: async () =>
      clusters.map(({ name, title, url, caPem }) => ({
        name,
        title,
        url,
        caData: caPem && Buffer.from(caPem).toString('base64'),
        authMetadata: {
          [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: 'serviceAccount',
          // Asked for below; its presence says that this is no cluster around a pod.
          serviceAccountToken: 'see getCredential',
        },
      })),
    getCredential: async ({ name }) => {
      const token = clusters.find(cluster => cluster.name === name)?.token;
      return {
        type: 'bearer token',
        token: typeof token === 'function' ? await token() : token ?? '',
      };
    },
  });
  return new ConfiguredClusters({
    access,
    logger,
    timings: { ...DEFAULT_TIMINGS, ...timings },
  });
}
