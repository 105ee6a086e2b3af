import { NotFoundError } from '@backstage/errors';
import type {
  CacheChange,
  Cluster,
  ClusterHealth,
  ClustersService,
  LeaseState,
  PodLogEnd,
  PodLogLine,
  PodLogRequest,
  WatchedKind,
  WatchedKinds,
  WatchLease,
  WatchState,
  WritableKind,
} from '../types';
import { changesOf, type ObjectEvent } from '../watch/changes';
import { Listeners } from '../watch/Listeners';
import { ObjectStore } from '../watch/ObjectStore';
import { silentLogger } from './silentLogger';

interface FakeWatch<T extends object> {
  state: LeaseState;
  states: Listeners<LeaseState>;
  store: ObjectStore<T>;
  changes: Listeners<CacheChange<T>[]>;
}

type FakeWatches<K extends WatchedKind = WatchedKind> = {
  [Kind in K]: FakeWatch<WatchedKinds[Kind]>;
};

/** A cluster in memory. It is live, and empty, until the test says otherwise. */
export class FakeCluster implements Cluster {
  readonly name: string;
  readonly title: string | undefined;
  /** Lines by `namespace/pod/container`, with `#previous` behind it for an earlier run. */
  readonly logs = new Map<string, PodLogLine[]>();
  /** Writes are refused unless a test puts its own here. */
  apply: Cluster['apply'] = refuse;
  create: Cluster['create'] = refuse;
  scale: Cluster['scale'] = refuse;
  jsonPatch: Cluster['jsonPatch'] = refuse;
  delete: Cluster['delete'] = refuse;
  /** Nothing, until a test puts its own here. */
  readAll: Cluster['readAll'] = async () => [];
  /** What was put in, until a test puts its own here. */
  read: Cluster['read'] = async <T>(
    { plural }: WritableKind,
    { namespace, name }: { namespace?: string; name: string },
  ) => {
    const found = Object.entries(this.#watches)
      .find(([kind]) => kind === plural)?.[1]
      .store.get(namespace, name);
    if (!found) throw new NotFoundError(`There is no ${plural} ${name}`);
    // As from a real cluster, of the kind that was asked for.
    return found as T;
  };
  mayWrite: Cluster['mayWrite'] = async () => true;
  readonly #watches: FakeWatches = {
    namespaces: fakeWatch(),
    deployments: fakeWatch(),
    replicasets: fakeWatch(),
    pods: fakeWatch(),
    services: fakeWatch(),
    horizontalpodautoscalers: fakeWatch(),
    poddisruptionbudgets: fakeWatch(),
    resourcequotas: fakeWatch(),
    events: fakeWatch(),
  };
  readonly #listeners = new Listeners<ClusterHealth>(silentLogger, 'health');
  #health: ClusterHealth;

  constructor(name: string, { title }: { title?: string } = {}) {
    this.name = name;
    this.title = title;
    const now = Date.now();
    this.#health = {
      status: 'live',
      since: now,
      lastContactAt: now,
      forbidden: [],
      writable: true,
    };
    for (const { store } of Object.values(this.#watches)) store.markSynced();
  }

  /** Creates or replaces objects, and tells those who watch. */
  put<K extends WatchedKind>(kind: K, ...objects: WatchedKinds[K][]): void {
    this.#happen(
      kind,
      objects.map(object => ({ type: 'MODIFIED', object })),
    );
  }

  remove<K extends WatchedKind>(kind: K, ...objects: WatchedKinds[K][]): void {
    this.#happen(
      kind,
      objects.map(object => ({ type: 'DELETED', object })),
    );
  }

  /** Tells those who watch that anything may have changed. */
  relist(kind: WatchedKind): void {
    this.#watches[kind].changes.tell([{ type: 'relist' }]);
  }

  /** What the leases of a kind say of themselves; `current` until then. */
  setState(kind: WatchedKind, state: WatchState, since = Date.now()): void {
    const watch = this.#watches[kind];
    watch.state = { ...watch.state, state, since };
    watch.states.tell(watch.state);
  }

  setHealth(health: Partial<ClusterHealth>): void {
    this.#health = { ...this.#health, since: Date.now(), ...health };
    this.#listeners.tell(this.#health);
  }

  health(): ClusterHealth {
    return this.#health;
  }

  onHealth(listener: (health: ClusterHealth) => void): () => void {
    return this.#listeners.add(listener);
  }

  watch<K extends WatchedKind>(kind: K): WatchLease<WatchedKinds[K]> {
    const watch: FakeWatches<K>[K] = this.#watches[kind];
    const { store, changes, states } = watch;
    return {
      cache: store,
      ready: async () =>
        this.#health.forbidden.every(({ resource }) => resource !== kind),
      state: () => watch.state,
      onState: listener => states.add(listener),
      subscribe: listener => changes.add(listener),
      release: () => {},
    };
  }

  async *readPodLog(
    request: PodLogRequest,
  ): AsyncGenerator<PodLogLine, PodLogEnd, void> {
    const { namespace, pod, container, previous, tailLines } = request;
    const key = `${namespace}/${pod}/${container}${
      previous ? '#previous' : ''
    }`;
    const lines = this.logs.get(key);
    if (!lines) throw new NotFoundError(`There is no log ${key}`);
    for (const line of lines.slice(-tailLines)) {
      if (request.signal.aborted) return 'limit';
      yield line;
    }
    return 'container-ended';
  }

  #happen<K extends WatchedKind>(
    kind: K,
    events: ObjectEvent<WatchedKinds[K]>[],
  ): void {
    const { store, changes }: FakeWatches<K>[K] = this.#watches[kind];
    const news: CacheChange<WatchedKinds[K]>[] = [];
    for (const event of events) {
      const { metadata } = event.object;
      const before = store.get(metadata?.namespace, metadata?.name ?? '');
      const own = changesOf(before, event);
      store.apply(own);
      news.push(...own);
    }
    if (news.length > 0) changes.tell(news);
  }
}

export interface FakeClusters extends ClustersService {
  cluster(name: string): FakeCluster;
}

/**
 * A clusters service in memory.
 *
 * @example
 * ```ts
 * const clusters = createFakeClusters('dev', 'prod-beijing');
 * clusters.cluster('dev').put('deployments', deployment);
 * ```
 */
export function createFakeClusters(...names: string[]): FakeClusters {
  const all = new Map(names.map(name => [name, new FakeCluster(name)]));
  return {
    list: async () => [...all.values()],
    get: async name => all.get(name),
    cluster(name) {
      const found = all.get(name);
      if (!found) throw new NotFoundError(`There is no fake cluster ${name}`);
      return found;
    },
  };
}

function fakeWatch<T extends object>(): FakeWatch<T> {
  return {
    store: new ObjectStore<T>(),
    state: { state: 'current', since: Date.now(), heardAt: Date.now() },
    states: new Listeners(silentLogger, 'the state of a fake watch'),
    changes: new Listeners(silentLogger, 'a fake watch'),
  };
}

async function refuse(): Promise<never> {
  throw new Error('This fake cluster takes no writes');
}
