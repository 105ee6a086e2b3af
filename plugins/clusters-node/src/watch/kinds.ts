import { deployment, pod, replicaSet } from '../projection/workloads';
import {
  event,
  horizontalPodAutoscaler,
  namespace,
  podDisruptionBudget,
  resourceQuota,
  service,
} from '../projection/surroundings';
import type { Reader } from '../projection/readers';
import type { WatchedKind, WatchedKinds } from '../types';

/** Where a kind is served and what we keep of it. */
export interface KindSpec<T> {
  plural: WatchedKind;
  /** `/api/v1` or `/apis/<group>/<version>` */
  root: string;
  namespaced: boolean;
  /**
   * Workloads are told from these kinds: a cluster of which one is behind is stale. The others are details, each of which
   * says for itself what it is worth.
   */
  core?: true;
  project: Reader<T>;
}

export const KINDS: { [K in WatchedKind]: KindSpec<WatchedKinds[K]> } = {
  namespaces: {
    plural: 'namespaces',
    root: '/api/v1',
    namespaced: false,
    core: true,
    project: namespace,
  },
  deployments: {
    plural: 'deployments',
    root: '/apis/apps/v1',
    namespaced: true,
    core: true,
    project: deployment,
  },
  replicasets: {
    plural: 'replicasets',
    root: '/apis/apps/v1',
    namespaced: true,
    core: true,
    project: replicaSet,
  },
  pods: {
    plural: 'pods',
    root: '/api/v1',
    namespaced: true,
    core: true,
    project: pod,
  },
  services: {
    plural: 'services',
    root: '/api/v1',
    namespaced: true,
    project: service,
  },
  horizontalpodautoscalers: {
    plural: 'horizontalpodautoscalers',
    root: '/apis/autoscaling/v2',
    namespaced: true,
    project: horizontalPodAutoscaler,
  },
  poddisruptionbudgets: {
    plural: 'poddisruptionbudgets',
    root: '/apis/policy/v1',
    namespaced: true,
    project: podDisruptionBudget,
  },
  resourcequotas: {
    plural: 'resourcequotas',
    root: '/api/v1',
    namespaced: true,
    project: resourceQuota,
  },
  events: {
    plural: 'events',
    root: '/api/v1',
    namespaced: true,
    project: event,
  },
};
