import { resources } from '../resources';
import type { KubeObject, OwnerReference, ResourceType } from '../types';
import type {
  ConfigMap,
  KubeEvent,
  Lease,
  Namespace,
  Node,
} from './types/cluster';
import type { EndpointSlice, Service } from './types/network';
import type { Pod } from './types/pods';
import type {
  Deployment,
  PersistentVolumeClaim,
  PodDisruptionBudget,
  ReplicaSet,
  StatefulSet,
} from './types/workloads';

// Only the fields that controllers read or write are typed. The API server has validated and defaulted every stored
// object, so what it guarantees to be there is not optional.
export type * from './types/cluster';
export type * from './types/common';
export type * from './types/network';
export type * from './types/pods';
export type * from './types/workloads';

/** The kinds that controllers work on, with their types. */
export const kinds = {
  deployments: resources.deployments as ResourceType<Deployment>,
  replicaSets: resources.replicaSets as ResourceType<ReplicaSet>,
  statefulSets: resources.statefulSets as ResourceType<StatefulSet>,
  pods: resources.pods as ResourceType<Pod>,
  services: resources.services as ResourceType<Service>,
  endpointSlices: resources.endpointSlices as ResourceType<EndpointSlice>,
  podDisruptionBudgets:
    resources.podDisruptionBudgets as ResourceType<PodDisruptionBudget>,
  persistentVolumeClaims:
    resources.persistentVolumeClaims as ResourceType<PersistentVolumeClaim>,
  nodes: resources.nodes as ResourceType<Node>,
  leases: resources.leases as ResourceType<Lease>,
  namespaces: resources.namespaces as ResourceType<Namespace>,
  serviceAccounts: resources.serviceAccounts,
  configMaps: resources.configMaps as ResourceType<ConfigMap>,
  events: resources.events as ResourceType<KubeEvent>,
};

/** The owner that manages an object, if any. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find(owner => owner.controller);
}

/** The reference by which `owner` manages another object. */
export function controllerReference(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** `namespace/name`, or the bare name of an object without a namespace: what work queues carry. */
export function keyOf(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  return namespace ? `${namespace}/${name}` : name;
}

/** Orders objects oldest first, by name where the second is the same. */
export function byCreation(a: KubeObject, b: KubeObject): number {
  const [first, second] = [a.metadata, b.metadata];
  if (first.creationTimestamp !== second.creationTimestamp) {
    return first.creationTimestamp < second.creationTimestamp ? -1 : 1;
  }
  return first.name < second.name ? -1 : 1;
}
