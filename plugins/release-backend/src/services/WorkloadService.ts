import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { Cluster, ClusterHealth } from '@pilothouse/plugin-clusters-node';
import {
  parseWorkloadId,
  type ClusterList,
  type EventList,
  type Message,
  type PodList,
  type RevisionList,
  type Workload,
  type WorkloadConfig,
  type WorkloadList,
} from '@pilothouse/plugin-release-common';
import type { DetailKind, LiveCluster } from '../clusters/LiveCluster';
import {
  conditionsOf,
  snapshotsOf,
  type LiveClusters,
} from '../clusters/LiveClusters';
import { untoldFinding, unreadKind, whyUntold } from '../clusters/unread';
import type { Environments } from '../config/Environments';
import { listEvents } from '../details/listEvents';
import { listPods, ownedPods } from '../details/listPods';
import { listRevisions } from '../details/listRevisions';
import { workloadConfig } from '../details/workloadConfig';
import type { EntityBinding } from '../entity/bindEntity';
import type { ClusterSnapshot, FoundWorkload } from '../workload/entityView';
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
export interface OpenedWorkload {
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

  /** @throws NotFoundError; ServiceUnavailableError while its cluster has not told what runs there */
  async get(binding: EntityBinding, id: string): Promise<Workload> {
    const { found, status } = await this.open(binding, id);
    return answered(found.workload, status, this.#options.clock());
  }

  /** @throws NotFoundError; ServiceUnavailableError while its cluster has not told its pods */
  async pods(binding: EntityBinding, id: string): Promise<PodList> {
    const opened = await this.openWithPods(binding, id);
    const { found, objects, status } = opened;
    const now = this.#options.clock();
    return answeredPods(
      listPods(found, objects, now),
      found.workload,
      status,
      now,
    );
  }

  /** @throws NotFoundError; ServiceUnavailableError while its cluster has not told its ReplicaSets */
  async revisions(binding: EntityBinding, id: string): Promise<RevisionList> {
    const opened = await this.open(binding, id);
    const { found, objects } = told(opened, ['replicasets']);
    return listRevisions(found, objects, this.#options.clock());
  }

  /** @throws NotFoundError; ServiceUnavailableError while the cluster has not told its events */
  async events(binding: EntityBinding, id: string): Promise<EventList> {
    const { found, objects, cluster } = await this.open(binding, id);
    const { namespace } = found.target;
    const [events, autoscalers] = await Promise.all([
      this.#detail(cluster, 'events', namespace),
      this.#detail(cluster, 'horizontalpodautoscalers'),
    ]);
    if (!events) throw untold(cluster.name, cluster.cluster.health(), 'events');
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
    const { found, cluster } = await this.open(binding, id);
    const { namespace } = found.target;
    const [services, autoscalers, budgets] = await Promise.all([
      this.#detail(cluster, 'services'),
      this.#detail(cluster, 'horizontalpodautoscalers'),
      this.#detail(cluster, 'poddisruptionbudgets'),
    ]);
    const unread: Message[] = [
      ...(services ? [] : ['services']),
      ...(autoscalers ? [] : ['horizontalpodautoscalers']),
      ...(budgets ? [] : ['poddisruptionbudgets']),
    ].map(resource =>
      untoldFinding(cluster.name, cluster.cluster.health(), resource),
    );
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
    const { found, objects, cluster } = await this.openWithPods(binding, id);
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
   * @throws NotFoundError when the entity has no such workload any more; ServiceUnavailableError while that, or its
   * pods, are not known
   */
  async holdOnPod(
    binding: EntityBinding,
    id: string,
    { metadata: opened }: Pod,
  ): Promise<PodHold> {
    const { found, objects } = await this.openWithPods(binding, id);
    const isOpened = ({ metadata }: Pod) => metadata?.uid === opened?.uid;
    if (ownedPods(found, objects).some(({ pod }) => isOpened(pod))) {
      return 'owned';
    }
    const pod = objects.pods.get(opened?.namespace, opened?.name ?? '');
    return pod && isOpened(pod) ? 'lost' : 'gone';
  }

  /** @throws NotFoundError; ServiceUnavailableError while its cluster has not told what runs there */
  async open(binding: EntityBinding, id: string): Promise<OpenedWorkload> {
    const { clusters, views } = this.#options;
    const live = await clusters.open();
    const snapshots = snapshotsOf(live);
    const { found } = views.get(binding, snapshots);
    const match = found.find(({ workload }) => workload.id === id);
    const cluster = match && live.get(match.target.cluster);
    const snapshot = match && snapshots.get(match.target.cluster);
    if (!match || !cluster || !snapshot?.objects) {
      throw this.#notFound(binding, id, snapshots);
    }
    const { objects, health } = snapshot;
    return { found: match, cluster, objects, status: health.status };
  }

  /** Like `open`, where ReplicaSets and pods are needed too; they have been told, or it throws. */
  async openWithPods(
    binding: EntityBinding,
    id: string,
  ): Promise<OpenedWorkload> {
    return told(await this.open(binding, id), ['replicasets', 'pods']);
  }

  /** An id that the entity does not have, unless its cluster could have it and has not told what it has. */
  #notFound(
    binding: EntityBinding,
    id: string,
    snapshots: ReadonlyMap<string, ClusterSnapshot>,
  ): Error {
    const { environment, cluster, namespace } = parseWorkloadId(id) ?? {};
    const { environments } = this.#options;
    if (
      cluster !== undefined &&
      namespace !== undefined &&
      binding.selector &&
      environments.of(cluster, namespace) === environment
    ) {
      const snapshot = snapshots.get(cluster);
      const resource = unreadKind(snapshot);
      if (resource) return untold(cluster, snapshot?.health, resource);
    }
    return new NotFoundError(`${binding.entityRef} has no workload ${id}`);
  }

  /** @returns `undefined` for what the cluster has not told, or does not tell any more while it tells the rest */
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

function untold(
  cluster: string,
  health: ClusterHealth | undefined,
  resource: string,
): Error {
  return new ServiceUnavailableError(
    `${cluster} has not told its ${resource}; ${whyUntold(health, resource)}`,
  );
}

/** @throws ServiceUnavailableError where an empty list would only say that nothing has been read */
function told(
  opened: OpenedWorkload,
  kinds: readonly ('replicasets' | 'pods')[],
): OpenedWorkload {
  for (const kind of kinds) {
    if (opened.objects[kind].synced) continue;
    const { name, cluster } = opened.cluster;
    throw untold(name, cluster.health(), kind);
  }
  return opened;
}
