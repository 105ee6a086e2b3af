import type {
  Cluster,
  ClustersService,
} from '@pilothouse/plugin-clusters-node';
import type { ClusterCondition } from '@pilothouse/plugin-release-common';
import type { ClusterSnapshot } from '../workload/entityView';
import { LiveCluster, type ChangeListener } from './LiveCluster';
import { conditionOf } from './standing';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The first person to look waits so long for clusters; everybody else is answered from caches. */
const FIRST_LIST_WITHIN = 2 * SECOND;
/** Watches run on for so long after anybody asked: screens that are open ask once a minute at least. */
const KEEP_WATCHES = 10 * MINUTE;
/** The same for what only the details of a workload need. */
const KEEP_DETAILS = 5 * MINUTE;

interface Options {
  clusters: ClustersService;
  /** Names of the clusters that environments have. */
  names: readonly string[];
  clock: () => number;
}

/** Told of what happens on the clusters. */
export interface ClustersListener {
  onChange: ChangeListener;
  /** Anything may have changed: how a cluster stands, or which caches there are. */
  onUpheaval: () => void;
}

/** A cluster, and how to leave it. */
interface Joined {
  live: LiveCluster;
  leave(): void;
}

/** The clusters of all environments, watched while somebody looks. */
export class LiveClusters {
  readonly #options: Options;
  readonly #wanted: ReadonlySet<string>;
  #listener: ClustersListener | undefined;
  #joined: ReadonlyMap<string, Joined> | undefined;
  #usedAt = 0;
  #closed = false;

  constructor(options: Options) {
    this.#options = options;
    this.#wanted = new Set(options.names);
  }

  /** There is one listener: whoever keeps what is made of the caches. */
  listen(listener: ClustersListener): void {
    this.#listener = listener;
  }

  /**
   * Starts what does not run yet, and waits for its first lists: two seconds at most, all clusters at the same time.
   * Clusters that have come to the configuration since are joined, those that left it are left.
   *
   * @throws ServiceUnavailableError when the clusters are not known yet
   */
  async open(): Promise<ReadonlyMap<string, LiveCluster>> {
    this.#usedAt = this.#options.clock();
    const changed = this.#reconcile(await this.#list());
    const clusters = this.current() ?? new Map<string, LiveCluster>();
    const opened = [...clusters.values()].filter(cluster => cluster.open());
    await Promise.all(
      [...clusters.values()].map(cluster => cluster.ready(FIRST_LIST_WITHIN)),
    );
    if (changed || opened.length > 0) this.#listener?.onUpheaval();
    return clusters;
  }

  /** The clusters as far as they are known already. */
  current(): ReadonlyMap<string, LiveCluster> | undefined {
    return (
      this.#joined &&
      new Map([...this.#joined].map(([name, { live }]) => [name, live]))
    );
  }

  /** Ends watches that nobody needs any more. To be called now and then. */
  prune(): void {
    const now = this.#options.clock();
    const idle = now - this.#usedAt > KEEP_WATCHES;
    for (const { live } of this.#joined?.values() ?? []) {
      if (idle) live.close();
      else live.releaseDetails(now - KEEP_DETAILS);
    }
    if (idle) this.#listener?.onUpheaval();
  }

  /** Ends everything. */
  close(): void {
    this.#closed = true;
    for (const { leave } of this.#joined?.values() ?? []) leave();
    this.#joined = new Map();
  }

  /** Those that are known go on when they cannot be asked for again. */
  async #list(): Promise<readonly Cluster[]> {
    try {
      return await this.#options.clusters.list();
    } catch (error) {
      if (!this.#joined) throw error;
      return [...this.#joined.values()].map(({ live }) => live.cluster);
    }
  }

  /** @returns whether any cluster was joined or left */
  #reconcile(clusters: readonly Cluster[]): boolean {
    // Who still waited for the list when all was ended must not begin again.
    if (this.#closed) return false;
    const before = this.#joined ?? new Map<string, Joined>();
    const joined = new Map<string, Joined>();
    for (const cluster of clusters) {
      if (!this.#wanted.has(cluster.name)) continue;
      const known = before.get(cluster.name);
      joined.set(
        cluster.name,
        known?.live.cluster === cluster ? known : this.#join(cluster),
      );
    }
    const left = [...before.values()].filter(
      known => joined.get(known.live.name) !== known,
    );
    for (const { leave } of left) leave();
    this.#joined = joined;
    return left.length > 0 || joined.size !== before.size;
  }

  #join(cluster: Cluster): Joined {
    const unsubscribe = cluster.onHealth(() => this.#listener?.onUpheaval());
    const live = new LiveCluster({
      cluster,
      clock: this.#options.clock,
      onChange: (...news) => this.#listener?.onChange(...news),
    });
    return {
      live,
      leave() {
        unsubscribe();
        live.close();
      },
    };
  }
}

/** What a person is told about a cluster of an environment that Backstage's configuration does not have. */
function missing(name: string, now: number): ClusterCondition {
  return {
    name,
    status: 'unreachable',
    since: new Date(now).toISOString(),
    forbidden: [],
    message: `No cluster is called ${name} in the configuration of kubernetes`,
  };
}

/** How we stand with each of the named clusters, in their order. */
export function conditionsOf(
  names: readonly string[],
  clusters: ReadonlyMap<string, LiveCluster>,
  now: number,
): ClusterCondition[] {
  return names.map(name => {
    const live = clusters.get(name);
    if (!live) return missing(name, now);
    const { cluster } = live;
    return conditionOf({
      name,
      title: cluster.title,
      health: cluster.health(),
    });
  });
}

/** What the caches of all clusters have now. */
export function snapshotsOf(
  clusters: ReadonlyMap<string, LiveCluster>,
): ReadonlyMap<string, ClusterSnapshot> {
  return new Map(
    [...clusters].map(([name, cluster]) => [name, cluster.snapshot()]),
  );
}
