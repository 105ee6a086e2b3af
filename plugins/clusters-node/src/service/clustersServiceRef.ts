import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { clusterAccessServiceRef } from '../bridge/clusterAccessServiceRef';
import type { ClustersService } from '../types';
import { ConfiguredClusters } from './ConfiguredClusters';
import { readClustersOptions } from './readClustersOptions';

/**
 * The clusters that Backstage's own `kubernetes:` configuration names, one live connection each, shared by all plugins
 * of the backend. Needs {@link kubernetesClustersBridge}.
 *
 * @example
 * ```ts
 * env.registerInit({
 *   deps: { clusters: clustersServiceRef },
 *   async init({ clusters }) {
 *     const cluster = await clusters.get('prod-beijing');
 *     const pods = cluster?.watch('pods');
 *     if (await pods?.ready({ timeoutMs: 2_000 })) pods.cache.list('order');
 *   },
 * });
 * ```
 */
export const clustersServiceRef = createServiceRef<ClustersService>({
  id: 'pilothouse.clusters',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        access: clusterAccessServiceRef,
        config: coreServices.rootConfig,
        logger: coreServices.rootLogger,
        lifecycle: coreServices.rootLifecycle,
      },
      factory({ access, config, logger, lifecycle }) {
        const { timings } = readClustersOptions(config);
        const clusters = new ConfiguredClusters({
          access,
          timings,
          logger: logger.child({ service: 'pilothouse.clusters' }),
        });
        lifecycle.addStartupHook(() => {
          // Not waited for: whoever asks for the clusters meets the same failure, and says so.
          clusters.warmUp().catch(() => {});
        });
        lifecycle.addShutdownHook(() => clusters.close());
        return clusters;
      },
    }),
});
