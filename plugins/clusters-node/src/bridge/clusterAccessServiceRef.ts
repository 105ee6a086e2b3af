import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import type {
  ClusterDetails,
  KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';
import type { ClusterMetrics } from '../cluster/metrics';
import { DeferredAccess } from './DeferredAccess';

/** What only the kubernetes plugin knows and may do. */
export interface ClusterAccess {
  /** The clusters of the `kubernetes:` configuration, secrets among them. */
  getClusters(): Promise<ClusterDetails[]>;
  /** By the auth strategy of the cluster. */
  getCredential(details: ClusterDetails): Promise<KubernetesCredential>;
  metrics: ClusterMetrics;
}

/** Where the bridge puts the access, and where the clusters wait for it. */
export interface ClusterAccessService {
  provide(access: ClusterAccess): void;
  /** Resolves `undefined` when nobody has provided it in so many milliseconds. */
  get(options: { timeoutMs: number }): Promise<ClusterAccess | undefined>;
}

/**
 * Carries clusters and credentials out of the kubernetes plugin, which offers neither a service nor an API for them
 * (backstage/backstage#22198). Only the bridge and the clusters service use it.
 */
export const clusterAccessServiceRef = createServiceRef<ClusterAccessService>({
  id: 'pilothouse.cluster-access',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => new DeferredAccess(),
    }),
});
