import type { WritableKind } from './types';

/** Kinds that more than one plugin reads or writes, as the API names them. */

export const NAMESPACE: WritableKind = {
  apiVersion: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  namespaced: false,
};

export const DEPLOYMENT = namespaced('apps/v1', 'Deployment', 'deployments');
export const REPLICA_SET = namespaced('apps/v1', 'ReplicaSet', 'replicasets');
export const POD = namespaced('v1', 'Pod', 'pods');
export const CONFIG_MAP = namespaced('v1', 'ConfigMap', 'configmaps');
export const HORIZONTAL_POD_AUTOSCALER = namespaced(
  'autoscaling/v2',
  'HorizontalPodAutoscaler',
  'horizontalpodautoscalers',
);

function namespaced(
  apiVersion: string,
  kind: string,
  plural: string,
): WritableKind {
  return { apiVersion, kind, plural, namespaced: true };
}
