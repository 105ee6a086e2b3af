import type {
  CacheChange,
  Cluster,
  ClustersService,
  LeaseState,
  WatchedKind,
  WatchedKinds,
  WatchedObject,
  WatchLease,
} from '@pilothouse/plugin-clusters-node';
import type { Message } from '@pilothouse/plugin-release-common';
import { affectedDeployments } from '../../clusters/affectedDeployments';
import type { WorkloadObjects } from '../../workload/objects';
import type { ClusterView } from './observeTarget';

/** Without these nothing is known of a target. */
const NEEDED = ['deployments', 'replicasets', 'pods'] as const;
/** Watches run on for so long after the last rollout on their cluster ended: the next may follow at once. */
const KEEP_MS = 60_000;

const WATCHED = [...NEEDED, 'namespaces', 'horizontalpodautoscalers'] as const;

type Leases = {
  [K in (typeof WATCHED)[number]]: WatchLease<WatchedKinds[K]>;
};

/** A cluster that is watched. */
interface Watched {
  cluster: Cluster;
  leases: Leases;
  neededAt: number;
  release(): void;
}

interface Options {
  clusters: ClustersService;
  /**
   * Something on a cluster is another: of these Deployments (`namespace/name`) or namespaces, or anything when they are
   * missing. Others in the same namespace have no part in it: many rollouts may be active in one.
   */
  onChange(cluster: string, concerned?: ReadonlySet<string>): void;
  /** A clock that does not jump, in milliseconds. */
  monotonic(): number;
}

/**
 * The watches of the clusters on which rollouts are active, whether or not anybody looks at them. They are the same as
 * those of the screens: each kind is watched once.
 */
export class TargetWatches {
  readonly #options: Options;
  readonly #watched = new Map<string, Watched>();
  #closed = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Watches these clusters, and leaves others after a while. To be called now and then. */
  async follow(names: ReadonlySet<string>): Promise<void> {
    const now = this.#options.monotonic();
    for (const name of names) {
      const cluster = await this.#options.clusters.get(name);
      if (this.#closed) return;
      const known = this.#watched.get(name);
      // Another one has the name, since the configuration has changed.
      if (known && known.cluster !== cluster) this.#leave(name, known);
      if (!cluster) continue;
      const watched = this.#watched.get(name) ?? this.#join(cluster);
      watched.neededAt = now;
    }
    for (const [name, watched] of this.#watched) {
      if (watched.neededAt + KEEP_MS < now) this.#leave(name, watched);
    }
  }

  /** The cluster, if it is watched. */
  cluster(name: string): Cluster | undefined {
    return this.#watched.get(name)?.cluster;
  }

  /** What is known of a cluster now. */
  view(name: string): ClusterView {
    const watched = this.#watched.get(name);
    if (!watched) {
      return {
        current: false,
        problem: { code: 'connecting', params: { cluster: name } },
        knows: { namespaces: false, autoscalers: false },
      };
    }
    const { cluster, leases } = watched;
    const problem = problemOf(cluster, leases);
    return {
      current: problem === undefined,
      problem,
      objects: {
        ...objectsOf(leases),
        autoscalers: leases.horizontalpodautoscalers.cache,
      },
      knows: {
        namespaces: isCurrent(leases.namespaces),
        autoscalers: isCurrent(leases.horizontalpodautoscalers),
      },
    };
  }

  close(): void {
    this.#closed = true;
    for (const [name, watched] of this.#watched) this.#leave(name, watched);
  }

  #join(cluster: Cluster): Watched {
    const { onChange } = this.#options;
    const { name } = cluster;
    const leases: Leases = {
      namespaces: cluster.watch('namespaces'),
      deployments: cluster.watch('deployments'),
      replicasets: cluster.watch('replicasets'),
      pods: cluster.watch('pods'),
      horizontalpodautoscalers: cluster.watch('horizontalpodautoscalers'),
    };
    const objects = objectsOf(leases);
    const ends = [cluster.onHealth(() => onChange(name))];
    for (const kind of WATCHED) {
      const lease: WatchLease<WatchedObject> = leases[kind];
      ends.push(
        lease.subscribe(changes =>
          onChange(name, concernedBy(kind, changes, objects)),
        ),
        lease.onState(() => onChange(name)),
        () => lease.release(),
      );
    }
    const watched: Watched = {
      cluster,
      leases,
      neededAt: this.#options.monotonic(),
      release: () => ends.splice(0).forEach(end => end()),
    };
    this.#watched.set(name, watched);
    return watched;
  }

  #leave(name: string, watched: Watched): void {
    this.#watched.delete(name);
    watched.release();
  }
}

function isCurrent(lease: { state(): LeaseState }): boolean {
  return lease.state().state === 'current';
}

/** Why what the caches of a cluster say may not be so; the gravest first. */
function problemOf(cluster: Cluster, leases: Leases): Message | undefined {
  const params = { cluster: cluster.name };
  const { status } = cluster.health();
  if (status === 'unauthorized') return { code: 'credentials-refused', params };
  const states = NEEDED.map(kind => ({ kind, ...leases[kind].state() }));
  const denied = states.find(({ state }) => state === 'denied');
  if (denied) {
    return {
      code: 'forbidden',
      params: { ...params, verb: 'watch', resource: denied.kind },
    };
  }
  if (status === 'unreachable' || status === 'unsupported') {
    return { code: 'cluster-away', params };
  }
  // The last thing that a namespace tells is that it is gone: it is waited for like the rest, unless it is forbidden.
  states.push({ kind: 'deployments', ...leases.namespaces.state() });
  if (states.some(({ state }) => state === 'starting')) {
    return { code: 'connecting', params };
  }
  return states.some(({ state }) => state === 'behind')
    ? { code: 'cluster-away', params }
    : undefined;
}

function objectsOf({
  namespaces,
  deployments,
  replicasets,
  pods,
}: Leases): WorkloadObjects {
  return {
    namespaces: namespaces.cache,
    deployments: deployments.cache,
    replicasets: replicasets.cache,
    pods: pods.cache,
  };
}

function concernedBy(
  kind: WatchedKind,
  changes: readonly CacheChange<WatchedObject>[],
  objects: WorkloadObjects,
): ReadonlySet<string> | undefined {
  const deployments = affectedDeployments(kind, changes, objects);
  if (!deployments) return undefined;
  const concerned = new Set<string>();
  for (const { metadata } of deployments) {
    concerned.add(`${metadata?.namespace}/${metadata?.name}`);
  }
  if (kind !== 'namespaces') return concerned;
  // It concerns those whose Deployments are gone already, too.
  for (const change of changes) {
    const { name } =
      change.type === 'relist' ? {} : change.object.metadata ?? {};
    if (name) concerned.add(name);
  }
  return concerned;
}
