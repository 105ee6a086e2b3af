import type { Json, KubeObject, ResourceType } from '../types';
import { roleBindings } from './access';
import { leases, namespaces, nodes, resourceQuotas } from './cluster';
import {
  age,
  createdAt,
  name,
  type Column,
  type ColumnDefinition,
} from './column';
import { events } from './events';
import { nodeMetrics, podMetrics } from './metrics';
import {
  endpointSlices,
  ingresses,
  networkPolicies,
  services,
} from './networking';
import { pods } from './pods';
import {
  horizontalPodAutoscalers,
  podDisruptionBudgets,
  scales,
} from './scaling';
import { configMaps, persistentVolumeClaims, secrets } from './storage';
import {
  cronJobs,
  daemonSets,
  deployments,
  jobs,
  replicaSets,
  statefulSets,
} from './workloads';

export type { ColumnDefinition } from './column';

/** The inside of a `meta.k8s.io/v1` Table, without its list metadata and the objects of its rows. */
export interface TableContents {
  columnDefinitions: ColumnDefinition[];
  /** A row per object, in the order of the objects. */
  rows: { cells: Json[] }[];
}

/** By kind and group, as in `Deployment.apps`; the core group has no name. */
const columnsByKind: Readonly<Record<string, Column[]>> = {
  Namespace: namespaces,
  Node: nodes,
  Pod: pods,
  Service: services,
  ConfigMap: configMaps,
  Secret: secrets,
  ServiceAccount: [name, age],
  Event: events,
  ResourceQuota: resourceQuotas,
  PersistentVolumeClaim: persistentVolumeClaims,
  'Deployment.apps': deployments,
  'ReplicaSet.apps': replicaSets,
  'StatefulSet.apps': statefulSets,
  'DaemonSet.apps': daemonSets,
  'Job.batch': jobs,
  'CronJob.batch': cronJobs,
  'HorizontalPodAutoscaler.autoscaling': horizontalPodAutoscalers,
  'Scale.autoscaling': scales,
  'PodDisruptionBudget.policy': podDisruptionBudgets,
  'Ingress.networking.k8s.io': ingresses,
  'NetworkPolicy.networking.k8s.io': networkPolicies,
  'EndpointSlice.discovery.k8s.io': endpointSlices,
  'Lease.coordination.k8s.io': leases,
  'RoleBinding.rbac.authorization.k8s.io': roleBindings,
  'ClusterRoleBinding.rbac.authorization.k8s.io': roleBindings,
  'NodeMetrics.metrics.k8s.io': nodeMetrics,
  'PodMetrics.metrics.k8s.io': podMetrics,
};

// Kinds without a printer of their own: built-in ones show when they were made, custom ones how long ago.
const builtInDefault: Column[] = [name, createdAt];
const customDefault: Column[] = [name, { ...age, type: 'date' }];

/**
 * Prints objects of one kind as the API server prints them for kubectl: always with the wide columns, which kubectl
 * hides by their priority.
 *
 * @param now - milliseconds since the epoch, for ages
 */
export function tableFor(
  type: Pick<ResourceType, 'group' | 'kind' | 'custom'>,
  objects: KubeObject[],
  now: number,
): TableContents {
  const key = type.group ? `${type.kind}.${type.group}` : type.kind;
  const columns =
    columnsByKind[key] ?? (type.custom ? customDefault : builtInDefault);
  return {
    columnDefinitions: columns.map(({ cell: _, ...definition }) => definition),
    rows: objects.map(object => ({
      cells: columns.map(({ cell }) => cell(object, now)),
    })),
  };
}
