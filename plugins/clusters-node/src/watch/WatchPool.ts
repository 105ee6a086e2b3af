import type { LoggerService } from '@backstage/backend-plugin-api';
import type { CachedCount, ClusterMetrics } from '../cluster/metrics';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { CONNECTIONS } from '../connection/dispatcher';
import type { Timings } from '../service/timings';
import type { WatchedKind, WatchedKinds, WatchLease } from '../types';
import { KINDS } from './kinds';
import { Pace } from './Pace';
import { ResourceWatch, type WatchCondition } from './ResourceWatch';
import { SharedWatch } from './SharedWatch';
import { Slots } from './Slots';

export interface WatchPoolOptions {
  cluster: string;
  connection: ClusterConnection;
  timings: Timings;
  logger: LoggerService;
  metrics: ClusterMetrics;
  /** The condition of a watch has changed, or a watch has come or gone. */
  onCondition: () => void;
  isAway: () => boolean;
  want: () => () => void;
}

type Pool<K extends WatchedKind = WatchedKind> = {
  [Kind in K]: Map<string, SharedWatch<WatchedKinds[Kind]>>;
};

/** The watches of one cluster, by kind and namespace. */
export class WatchPool {
  readonly #options: WatchPoolOptions;
  readonly #slots = new Slots(CONNECTIONS.watches);
  readonly #pace: Pace;
  /** By namespace; all namespaces are the empty one. */
  readonly #watches: Pool = {
    namespaces: new Map(),
    deployments: new Map(),
    replicasets: new Map(),
    pods: new Map(),
    services: new Map(),
    horizontalpodautoscalers: new Map(),
    poddisruptionbudgets: new Map(),
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

  conditions(): { condition: WatchCondition; resource: string }[] {
    return this.#all().map(({ watch }) => ({
      condition: watch.condition,
      resource: watch.resource,
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

  close(): void {
    for (const shared of this.#all()) shared.end();
  }

  #start<K extends WatchedKind>(
    kind: K,
    namespace: string,
    onEnd: () => void,
  ): SharedWatch<WatchedKinds[K]> {
    const { timings, isAway, want } = this.#options;
    const watch = new ResourceWatch<WatchedKinds[K]>({
      ...this.#options,
      kind: KINDS[kind],
      namespace,
      slots: this.#slots,
      pace: this.#pace,
      onCondition: () => {
        this.#options.onCondition();
        this.look();
      },
    });
    return new SharedWatch({
      watch,
      lingerMs: timings.lingerMs,
      isAway,
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
