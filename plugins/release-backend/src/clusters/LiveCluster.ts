import type {
  CacheChange,
  Cluster,
  ObjectCache,
  WatchedKind,
  WatchedKinds,
  WatchedObject,
  WatchLease,
} from '@pilothouse/plugin-clusters-node';
import type { ClusterSnapshot } from '../workload/entityView';
import { DeploymentIndex } from './DeploymentIndex';
import { ScaleTimes } from './ScaleTimes';

/** Kinds that only the details of a workload need; watched while somebody looks at them. */
const DETAIL_KINDS = [
  'services',
  'horizontalpodautoscalers',
  'poddisruptionbudgets',
  'resourcequotas',
  'events',
] as const;
export type DetailKind = (typeof DETAIL_KINDS)[number];

/** Whether no view of an entity is made of it. */
export function isDetailKind(kind: WatchedKind): kind is DetailKind {
  return DETAIL_KINDS.some(detail => detail === kind);
}

/** Told what arrived together from one watch. */
export type ChangeListener = (
  cluster: LiveCluster,
  kind: WatchedKind,
  changes: readonly CacheChange<WatchedObject>[],
) => void;

/** A watch that we listen to. */
interface Held<K extends WatchedKind> {
  lease: WatchLease<WatchedKinds[K]>;
  release(): void;
}

type HeldCore = {
  [K in 'namespaces' | 'deployments' | 'replicasets' | 'pods']: Held<K>;
};

/** By namespace; the empty name stands for all. */
type HeldDetails = {
  [K in DetailKind]: Map<
    string,
    { held: Held<K>; openedAt: number; usedAt: number }
  >;
};

interface Options {
  cluster: Cluster;
  onChange: ChangeListener;
  clock: () => number;
}

/** Statuses with which nothing can be expected soon: their watches are not waited for. */
const HOPELESS = ['unreachable', 'unauthorized', 'unsupported'];

/** Every watch is behind for a moment now and then, when it is opened anew. */
const BEHIND = 5_000;

/** The watches that we hold on one cluster: all views share those of the core kinds. */
export class LiveCluster {
  readonly name: string;
  readonly cluster: Cluster;
  readonly #onChange: ChangeListener;
  readonly #clock: () => number;
  readonly #details: HeldDetails = {
    services: new Map(),
    horizontalpodautoscalers: new Map(),
    poddisruptionbudgets: new Map(),
    resourcequotas: new Map(),
    events: new Map(),
  };
  #core: HeldCore | undefined;
  #objects: ClusterSnapshot['objects'];
  #openedAt = 0;

  constructor(options: Options) {
    this.cluster = options.cluster;
    this.name = options.cluster.name;
    this.#onChange = options.onChange;
    this.#clock = options.clock;
  }

  /** What the caches have now. Takes no time and reaches no cluster. */
  snapshot(): ClusterSnapshot {
    return {
      name: this.name,
      health: this.cluster.health(),
      objects: this.#objects,
    };
  }

  /**
   * Starts the watches that every view needs, unless they run.
   *
   * @returns whether it did
   */
  open(): boolean {
    if (this.#core || this.cluster.health().status === 'unsupported') {
      return false;
    }
    const scaleTimes = new ScaleTimes();
    const core: HeldCore = {
      namespaces: this.#hold('namespaces'),
      deployments: this.#hold('deployments', undefined, changes => {
        scaleTimes.note(changes, this.#clock());
        this.#objects?.index.invalidate();
      }),
      replicasets: this.#hold('replicasets'),
      pods: this.#hold('pods'),
    };
    this.#core = core;
    this.#openedAt = this.#clock();
    this.#objects = {
      namespaces: core.namespaces.lease.cache,
      deployments: core.deployments.lease.cache,
      replicasets: core.replicasets.lease.cache,
      pods: core.pods.lease.cache,
      index: new DeploymentIndex(core.deployments.lease.cache),
      scaleTimes,
    };
    return true;
  }

  /**
   * Waits until the first lists are there, but not longer than the time since the watches were started: whoever comes
   * later to a cluster that is silent waits no more.
   */
  async ready(withinMs: number): Promise<void> {
    const leases = Object.values(this.#core ?? {}).map(({ lease }) => lease);
    const until = this.#openedAt + withinMs;
    await this.#listed(leases, until - this.#clock());
    if (leases.every(({ cache }) => cache.synced)) {
      await this.#judged(until - this.#clock());
    }
  }

  /**
   * The cache of a kind that details need, of all namespaces or of one; waits for its first list as `ready` does.
   *
   * @returns `undefined` where nothing can be watched, and for what has been behind for seconds though the cluster is
   * not: how the cluster stands would say that it is true
   */
  async detail<K extends DetailKind>(
    kind: K,
    options: { namespace?: string; withinMs: number },
  ): Promise<ObjectCache<WatchedKinds[K]> | undefined> {
    if (this.cluster.health().status === 'unsupported') return undefined;
    const { namespace, withinMs } = options;
    const details = this.#details[kind];
    const now = this.#clock();
    const detail = details.get(namespace ?? '') ?? {
      held: this.#hold(kind, namespace),
      openedAt: now,
      usedAt: now,
    };
    detail.usedAt = now;
    details.set(namespace ?? '', detail);
    const { lease } = detail.held;
    await this.#listed([lease], detail.openedAt + withinMs - now);
    return this.#isLeftBehind(lease) ? undefined : lease.cache;
  }

  /** Ends the watches of details that nobody asked for since then. */
  releaseDetails(since: number): void {
    for (const details of Object.values(this.#details)) {
      for (const [namespace, { held, usedAt }] of details) {
        if (usedAt > since) continue;
        details.delete(namespace);
        held.release();
      }
    }
  }

  /** Ends all watches. */
  close(): void {
    this.releaseDetails(Number.POSITIVE_INFINITY);
    const core = this.#core;
    this.#core = undefined;
    this.#objects = undefined;
    for (const held of Object.values(core ?? {})) held.release();
  }

  #isLeftBehind(lease: Pick<WatchLease<unknown>, 'state'>): boolean {
    const { state, since } = lease.state();
    return (
      state === 'behind' &&
      this.cluster.health().status === 'live' &&
      this.#clock() - since > BEHIND
    );
  }

  /** Waits for first lists, as long as there is hope for them. */
  async #listed(
    leases: readonly Pick<WatchLease<unknown>, 'ready' | 'cache'>[],
    timeoutMs: number,
  ): Promise<void> {
    const missing = leases.filter(({ cache }) => !cache.synced);
    const isHopeless = () => HOPELESS.includes(this.cluster.health().status);
    if (missing.length === 0 || timeoutMs <= 0 || isHopeless()) return;
    const stop = new AbortController();
    const { signal } = stop;
    const lost = new Promise<void>(resolve => {
      const unsubscribe = this.cluster.onHealth(() => {
        if (isHopeless()) resolve();
      });
      signal.addEventListener('abort', unsubscribe);
    });
    const lists = missing.map(lease => lease.ready({ timeoutMs, signal }));
    await Promise.race([Promise.all(lists), lost]);
    stop.abort();
  }

  /** Waits as long as it is not known whether what was listed still holds: lists come before their watches. */
  async #judged(timeoutMs: number): Promise<void> {
    const isJudged = () => this.cluster.health().status !== 'connecting';
    if (timeoutMs <= 0 || isJudged()) return;
    const over = new AbortController();
    const timer = setTimeout(() => over.abort(), timeoutMs);
    const unsubscribe = this.cluster.onHealth(() => {
      if (isJudged()) over.abort();
    });
    await new Promise(resolve => {
      over.signal.addEventListener('abort', resolve);
    });
    clearTimeout(timer);
    unsubscribe();
  }

  /** @param prepare - told of changes before everybody else */
  #hold<K extends WatchedKind>(
    kind: K,
    namespace?: string,
    prepare?: (changes: readonly CacheChange<WatchedKinds[K]>[]) => void,
  ): Held<K> {
    const lease = this.cluster.watch(kind, { namespace });
    const unsubscribe = lease.subscribe(changes => {
      prepare?.(changes);
      this.#onChange(this, kind, changes);
    });
    return {
      lease,
      release() {
        unsubscribe();
        lease.release();
      },
    };
  }
}
