import type { WritableKind } from '@pilothouse/plugin-clusters-node';

export const REPLICA_SET: WritableKind = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  namespaced: true,
};

export const POD: WritableKind = {
  apiVersion: 'v1',
  kind: 'Pod',
  plural: 'pods',
  namespaced: true,
};

export const CONFIG_MAP: WritableKind = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespaced: true,
};
