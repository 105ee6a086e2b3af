import type { ClustersService } from '@pilothouse/plugin-clusters-node';
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

/** The clusters of all environments, watched while somebody looks. */
export class LiveClusters {
  readonly #options: Options;
  readonly #stops: (() => void)[] = [];
  #listener: ClustersListener | undefined;
  #current: ReadonlyMap<string, LiveCluster> | undefined;
  #clusters: Promise<ReadonlyMap<string, LiveCluster>> | undefined;
  #usedAt = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /** There is one listener: whoever keeps what is made of the caches. */
  listen(listener: ClustersListener): void {
    this.#listener = listener;
  }

  /**
   * Starts what does not run yet, and waits for its first lists: two seconds at most, all clusters at the same time.
   *
   * @throws ServiceUnavailableError when the clusters are not known yet
   */
  async open(): Promise<ReadonlyMap<string, LiveCluster>> {
    this.#usedAt = this.#options.clock();
    const clusters = await this.#known();
    const opened = [...clusters.values()].filter(cluster => cluster.open());
    await Promise.all(
      [...clusters.values()].map(cluster => cluster.ready(FIRST_LIST_WITHIN)),
    );
    if (opened.length > 0) this.#listener?.onUpheaval();
    return clusters;
  }

  /** The clusters as far as they are known already. */
  current(): ReadonlyMap<string, LiveCluster> | undefined {
    return this.#current;
  }

  /** Ends watches that nobody needs any more. To be called now and then. */
  prune(): void {
    const clusters = this.#current;
    const now = this.#options.clock();
    const idle = now - this.#usedAt > KEEP_WATCHES;
    for (const cluster of clusters?.values() ?? []) {
      if (idle) cluster.close();
      else cluster.releaseDetails(now - KEEP_DETAILS);
    }
    if (idle) this.#listener?.onUpheaval();
  }

  /** Ends everything. */
  close(): void {
    for (const stop of this.#stops.splice(0)) stop();
    for (const cluster of this.#current?.values() ?? []) cluster.close();
  }

  /** The clusters are asked for again as long as the answer was a failure. */
  #known(): Promise<ReadonlyMap<string, LiveCluster>> {
    const known = this.#clusters ?? this.#load();
    this.#clusters = known;
    known.catch(() => {
      if (this.#clusters === known) this.#clusters = undefined;
    });
    return known;
  }

  async #load(): Promise<ReadonlyMap<string, LiveCluster>> {
    const { clusters, names, clock } = this.#options;
    const wanted = new Set(names);
    const live = new Map<string, LiveCluster>();
    for (const cluster of await clusters.list()) {
      if (!wanted.has(cluster.name)) continue;
      this.#stops.push(cluster.onHealth(() => this.#listener?.onUpheaval()));
      live.set(
        cluster.name,
        new LiveCluster({
          cluster,
          clock,
          onChange: (...news) => this.#listener?.onChange(...news),
        }),
      );
    }
    this.#current = live;
    return live;
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
