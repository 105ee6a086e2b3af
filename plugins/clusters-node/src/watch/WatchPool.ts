import type { LoggerService } from '@backstage/backend-plugin-api';
import type { CachedCount, ClusterMetrics } from '../cluster/metrics';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { CONNECTIONS } from '../connection/dispatcher';
import type { Timings } from '../service/timings';
import type { WatchedKind, WatchedKinds, WatchLease } from '../types';
import { deadLease } from './deadLease';
import { KINDS } from './kinds';
import { Pace } from './Pace';
import { ResourceWatch } from './ResourceWatch';
import { SharedWatch } from './SharedWatch';
import { Slots } from './Slots';
import type { WatchFacts } from './WatchCondition';

export interface WatchPoolOptions {
  cluster: string;
  connection: ClusterConnection;
  timings: Timings;
  logger: LoggerService;
  metrics: ClusterMetrics;
  /** The condition of a watch has changed, or a watch has come or gone. */
  onCondition: () => void;
  /** Since when the cluster is known not to answer. */
  awaySince: () => number | undefined;
  want: () => () => void;
}

type Pool<K extends WatchedKind = WatchedKind> = {
  [Kind in K]: Map<string, SharedWatch<WatchedKinds[Kind]>>;
};

/** The watches of one cluster, by kind and namespace. */
export class WatchPool {
  readonly #options: WatchPoolOptions;
  readonly #slots = new Slots(CONNECTIONS.watches);
  /** For details of single namespaces, of which there may be any number; kinds there are only few. */
  readonly #detailSlots = this.#slots.atMost(CONNECTIONS.detailWatches);
  readonly #pace: Pace;
  #closedAt: number | undefined;
  /** By namespace; all namespaces are the empty one. */
  readonly #watches: Pool = {
    namespaces: new Map(),
    deployments: new Map(),
    replicasets: new Map(),
    pods: new Map(),
    services: new Map(),
    horizontalpodautoscalers: new Map(),
    poddisruptionbudgets: new Map(),
    resourcequotas: new Map(),
    events: new Map(),
  };

  constructor(options: WatchPoolOptions) {
    this.#options = options;
    this.#pace = new Pace({
      intervalMs: options.timings.reconnectIntervalMs,
      reserve: CONNECTIONS.watches,
    });
  }

  /** Joins the watch, or starts it. */
  lease<K extends WatchedKind>(
    kind: K,
    namespace = '',
  ): WatchLease<WatchedKinds[K]> {
    if (this.#closedAt !== undefined) return deadLease(this.#closedAt);
    const watches: Pool<K>[K] = this.#watches[kind];
    let shared = watches.get(namespace);
    if (!shared) {
      shared = this.#start(kind, namespace, () => {
        watches.delete(namespace);
        this.#options.onCondition();
      });
      watches.set(namespace, shared);
    }
    return shared.lease();
  }

  conditions(): WatchFacts[] {
    return this.#all().map(({ watch }) => ({
      condition: watch.condition,
      resource: watch.resource,
      core: watch.core,
    }));
  }

  counts(): CachedCount[] {
    const { cluster } = this.#options;
    return this.#all().map(({ watch }) => ({
      cluster,
      kind: watch.resource,
      count: watch.store.size,
    }));
  }

  /** Those who wait for a first list see whether there is still something to wait for. */
  look(): void {
    for (const shared of this.#all()) shared.look();
  }

  wake(silentSince: number): void {
    for (const { watch } of this.#all()) watch.wake(silentSince);
  }

  restart(): void {
    for (const { watch } of this.#all()) watch.restart();
  }

  /** Whoever comes from now on gets nothing. */
  close(): void {
    this.#closedAt = Date.now();
    for (const shared of this.#all()) shared.end();
  }

  #start<K extends WatchedKind>(
    kind: K,
    namespace: string,
    onEnd: () => void,
  ): SharedWatch<WatchedKinds[K]> {
    const { timings, awaySince, want, logger } = this.#options;
    const watch = new ResourceWatch<WatchedKinds[K]>({
      ...this.#options,
      kind: KINDS[kind],
      namespace,
      slots: KINDS[kind].core || !namespace ? this.#slots : this.#detailSlots,
      pace: this.#pace,
      onCondition: () => {
        this.#options.onCondition();
        this.look();
      },
    });
    return new SharedWatch({
      watch,
      lingerMs: timings.lingerMs,
      awaySince,
      logger,
      want,
      onEnd,
    });
  }

  #all() {
    return Object.values(this.#watches).flatMap(watches => [
      ...watches.values(),
    ]);
  }
}
