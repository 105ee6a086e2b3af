import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import {
  kubernetesObjectsProviderExtensionPoint,
  kubernetesRouterExtensionPoint,
  type AuthenticationStrategy,
  type KubernetesClustersSupplier,
} from '@backstage/plugin-kubernetes-node';
import { createMetrics } from '../cluster/metrics';
import { readClustersOptions } from '../service/readClustersOptions';
import { clusterAccessServiceRef } from './clusterAccessServiceRef';

/**
 * The module of the kubernetes plugin that hands its clusters and credentials to {@link clustersServiceRef}. It passes
 * through an extension point that takes only one module: where another one has it already, choose the other by
 * `pilothouse.clusters.bridgeHook`.
 *
 * @example
 * ```ts
 * backend.add(import('@backstage/plugin-kubernetes-backend'));
 * backend.add(import('@pilothouse/plugin-clusters-node'));
 * ```
 */
export const kubernetesClustersBridge = createBackendModule({
  pluginId: 'kubernetes',
  moduleId: 'pilothouse-clusters-bridge',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        auth: coreServices.auth,
        metrics: metricsServiceRef,
        access: clusterAccessServiceRef,
        router: kubernetesRouterExtensionPoint,
        objectsProvider: kubernetesObjectsProviderExtensionPoint,
      },
      async init({ config, auth, metrics, access, router, objectsProvider }) {
        const clusterMetrics = createMetrics(metrics);
        const provide = (
          clusterSupplier: KubernetesClustersSupplier,
          getCredential: AuthenticationStrategy['getCredential'],
        ) =>
          access.provide({
            getClusters: async () =>
              clusterSupplier.getClusters({
                credentials: await auth.getOwnServiceCredentials(),
              }),
            // Nobody is signed in here, so there is no token of a person to pass on.
            getCredential: async details => getCredential(details, {}),
            metrics: clusterMetrics,
          });

        if (readClustersOptions(config).bridgeHook === 'router') {
          router.addRouter(
            ({ getDefault, clusterSupplier, authStrategyMap }) => {
              provide(clusterSupplier, details =>
                strategyOf(authStrategyMap, details.authMetadata).getCredential(
                  details,
                  {},
                ),
              );
              return getDefault();
            },
          );
          return;
        }
        objectsProvider.addObjectsProvider(
          async ({ getDefault, clusterSupplier, authStrategy }) => {
            provide(clusterSupplier, details =>
              authStrategy.getCredential(details, {}),
            );
            return getDefault();
          },
        );
      },
    });
  },
});

function strategyOf(
  strategies: Record<string, AuthenticationStrategy>,
  authMetadata: Record<string, string>,
): AuthenticationStrategy {
  const name = authMetadata[ANNOTATION_KUBERNETES_AUTH_PROVIDER];
  const strategy = Object.hasOwn(strategies, name)
    ? strategies[name]
    : undefined;
  if (strategy) return strategy;
  throw new Error(
    `the kubernetes plugin has no auth strategy "${name}"; a module that adds a strategy drops the standard ones`,
  );
}
