import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { Cluster, ClusterHealth } from '@pilothouse/plugin-clusters-node';
import type {
  ClusterList,
  EventList,
  Message,
  PodList,
  RevisionList,
  Workload,
  WorkloadConfig,
  WorkloadList,
} from '@pilothouse/plugin-release-common';
import type { DetailKind, LiveCluster } from '../clusters/LiveCluster';
import {
  conditionsOf,
  snapshotsOf,
  type LiveClusters,
} from '../clusters/LiveClusters';
import type { Environments } from '../config/Environments';
import { listEvents } from '../details/listEvents';
import { listPods, ownedPods } from '../details/listPods';
import { listRevisions } from '../details/listRevisions';
import { workloadConfig } from '../details/workloadConfig';
import type { EntityBinding } from '../entity/bindEntity';
import type { FoundWorkload } from '../workload/entityView';
import type { Pod, WorkloadObjects } from '../workload/objects';
import { answered, answeredPods } from './answered';
import type { EntityViews } from './EntityViews';

/** Whoever opens the first details of a namespace waits so long for them. */
const DETAILS_WITHIN = 2_000;

interface Options {
  clusters: LiveClusters;
  environments: Environments;
  views: EntityViews;
  clock: () => number;
}

/** One workload, where it was found, and what the cluster's caches have. */
interface Opened {
  found: FoundWorkload;
  cluster: LiveCluster;
  objects: WorkloadObjects;
  status: ClusterHealth['status'];
}

/** What has become of a pod that was a workload's: still so, not there any more, or out of what may be read. */
export type PodHold = 'owned' | 'gone' | 'lost';

/** A pod that belongs to a workload of the entity. */
export interface OpenedPod {
  cluster: Cluster;
  namespace: string;
  pod: Pod;
  /** The one that logs are read from when none is named. */
  mainContainer: string;
}

/**
 * What runs of an entity. Answers from caches; what is asked for by id has to be found by the entity's own selector in
 * a namespace granted to its owners, or it is not there.
 */
export class WorkloadService {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async list(binding: EntityBinding): Promise<WorkloadList> {
    const { clusters, environments, views, clock } = this.#options;
    const live = await clusters.open();
    const snapshots = snapshotsOf(live);
    const { found, problems } = views.get(binding, snapshots);
    const now = clock();
    return {
      entityRef: binding.entityRef,
      environments: [...environments.list],
      workloads: found.map(({ workload }) =>
        answered(
          workload,
          snapshots.get(workload.target.cluster)?.health.status,
          now,
        ),
      ),
      clusters: conditionsOf(environments.clusters, live, now),
      problems: [...problems],
      now: new Date(now).toISOString(),
    };
  }

  async clusters(): Promise<ClusterList> {
    const { clusters, environments, clock } = this.#options;
    const live = await clusters.open();
    const now = clock();
    return {
      clusters: conditionsOf(environments.clusters, live, now),
      now: new Date(now).toISOString(),
    };
  }

  /** @throws NotFoundError */
  async get(binding: EntityBinding, id: string): Promise<Workload> {
    const { found, status } = await this.#open(binding, id);
    return answered(found.workload, status, this.#options.clock());
  }

  /** @throws NotFoundError */
  async pods(binding: EntityBinding, id: string): Promise<PodList> {
    const { found, objects, status } = await this.#open(binding, id);
    const now = this.#options.clock();
    return answeredPods(
      listPods(found, objects, now),
      found.workload,
      status,
      now,
    );
  }

  /** @throws NotFoundError */
  async revisions(binding: EntityBinding, id: string): Promise<RevisionList> {
    const { found, objects } = await this.#open(binding, id);
    return listRevisions(found, objects, this.#options.clock());
  }

  /** @throws NotFoundError; ServiceUnavailableError while the cluster has not told its events */
  async events(binding: EntityBinding, id: string): Promise<EventList> {
    const { found, objects, cluster } = await this.#open(binding, id);
    const { namespace } = found.target;
    const [events, autoscalers] = await Promise.all([
      this.#detail(cluster, 'events', namespace),
      this.#detail(cluster, 'horizontalpodautoscalers'),
    ]);
    if (!events) {
      throw new ServiceUnavailableError(
        `${cluster.name} has not told its events; ${whyUnread(
          cluster,
          'events',
        )}`,
      );
    }
    return listEvents(
      found,
      objects,
      events.list(namespace),
      autoscalers?.list(namespace) ?? [],
      this.#options.clock(),
    );
  }

  /** @throws NotFoundError */
  async config(binding: EntityBinding, id: string): Promise<WorkloadConfig> {
    const { found, cluster } = await this.#open(binding, id);
    const { namespace } = found.target;
    const [services, autoscalers, budgets] = await Promise.all([
      this.#detail(cluster, 'services'),
      this.#detail(cluster, 'horizontalpodautoscalers'),
      this.#detail(cluster, 'poddisruptionbudgets'),
    ]);
    const unread: Message[] = [
      ...(services ? [] : [unreadFinding(cluster, 'services')]),
      ...(autoscalers
        ? []
        : [unreadFinding(cluster, 'horizontalpodautoscalers')]),
      ...(budgets ? [] : [unreadFinding(cluster, 'poddisruptionbudgets')]),
    ];
    return workloadConfig(
      found,
      {
        services: services?.list(namespace),
        autoscalers: autoscalers?.list(namespace),
        budgets: budgets?.list(namespace),
      },
      unread,
      this.#options.clock(),
    );
  }

  /** @throws NotFoundError for a pod that is not the workload's, wherever else it may run */
  async openPod(
    binding: EntityBinding,
    id: string,
    podName: string,
  ): Promise<OpenedPod> {
    const { found, objects, cluster } = await this.#open(binding, id);
    const { namespace } = found.target;
    const owned = ownedPods(found, objects).find(
      ({ pod: { metadata } }) =>
        metadata?.name === podName && metadata.namespace === namespace,
    );
    if (!owned) throw new NotFoundError(`${id} has no pod ${podName}`);
    const containers = owned.pod.spec?.containers ?? [];
    const main =
      containers.find(({ name }) => name === found.workload.name) ??
      containers.at(0);
    return {
      cluster: cluster.cluster,
      namespace,
      pod: owned.pod,
      mainContainer: main?.name ?? '',
    };
  }

  /**
   * Whether a pod that was opened is the workload's still; a successor of the same name is another pod.
   *
   * @throws NotFoundError when the entity has no such workload any more
   */
  async holdOnPod(
    binding: EntityBinding,
    id: string,
    { metadata: opened }: Pod,
  ): Promise<PodHold> {
    const { found, objects } = await this.#open(binding, id);
    const isOpened = ({ metadata }: Pod) => metadata?.uid === opened?.uid;
    if (ownedPods(found, objects).some(({ pod }) => isOpened(pod))) {
      return 'owned';
    }
    const pod = objects.pods.get(opened?.namespace, opened?.name ?? '');
    return pod && isOpened(pod) ? 'lost' : 'gone';
  }

  async #open(binding: EntityBinding, id: string): Promise<Opened> {
    const { clusters, views } = this.#options;
    const live = await clusters.open();
    const snapshots = snapshotsOf(live);
    const { found } = views.get(binding, snapshots);
    const match = found.find(({ workload }) => workload.id === id);
    const cluster = match && live.get(match.target.cluster);
    const snapshot = match && snapshots.get(match.target.cluster);
    if (!match || !cluster || !snapshot?.objects) {
      throw new NotFoundError(`${binding.entityRef} has no workload ${id}`);
    }
    const { objects, health } = snapshot;
    return { found: match, cluster, objects, status: health.status };
  }

  /** @returns `undefined` for what the cluster has not told */
  async #detail<K extends DetailKind>(
    cluster: LiveCluster,
    kind: K,
    namespace?: string,
  ) {
    const cache = await cluster.detail(kind, {
      namespace,
      withinMs: DETAILS_WITHIN,
    });
    return cache?.synced ? cache : undefined;
  }
}

function forbiddenVerb(cluster: LiveCluster, resource: string) {
  return cluster.cluster
    .health()
    .forbidden.find(entry => entry.resource === resource)?.verb;
}

function whyUnread(cluster: LiveCluster, resource: string): string {
  const verb = forbiddenVerb(cluster, resource);
  return verb
    ? `the portal may not ${verb} ${resource} there`
    : 'it may be silent, or slow: try again';
}

function unreadFinding(cluster: LiveCluster, resource: string): Message {
  const verb = forbiddenVerb(cluster, resource);
  return verb
    ? { code: 'forbidden', params: { cluster: cluster.name, verb, resource } }
    : { code: 'not-read', params: { cluster: cluster.name, resource } };
}
