/**
 * One live connection per Kubernetes cluster, for the backend plugins of Pilothouse.
 *
 * @packageDocumentation
 */
export { kubernetesClustersBridge as default } from './bridge/kubernetesClustersBridge';
export { kubernetesClustersBridge } from './bridge/kubernetesClustersBridge';
export {
  clusterAccessServiceRef,
  type ClusterAccess,
  type ClusterAccessService,
} from './bridge/clusterAccessServiceRef';
export type { ClusterMetrics, Purpose, CachedCount } from './cluster/metrics';
export { ThrottledError } from './connection/ThrottledError';
export { TooManyRequestsError } from './logs/TooManyRequestsError';
export { clustersServiceRef } from './service/clustersServiceRef';
export * from './types';
export {
  DEPLOYMENT_FIELDS,
  ownersOf,
  type FieldOwner,
  type FieldPath,
  type FieldStep,
} from './ownership/ownersOf';
export {
  CONFIG_MAP,
  DEPLOYMENT,
  HORIZONTAL_POD_AUTOSCALER,
  NAMESPACE,
  POD,
  REPLICA_SET,
} from './writes/kinds';
