import type {
  CoreV1Event,
  V1Deployment,
  V2HorizontalPodAutoscaler,
  V1Namespace,
  V1Pod,
  V1PodDisruptionBudget,
  V1ReplicaSet,
  V1ResourceQuota,
  V1Service,
} from '@kubernetes/client-node';
import type { ClusterWrites } from './writes/types';

export type * from './writes/types';

/** An object as it comes over the wire: client-node's types say Date where JSON has text. */
export type Wire<T> = T extends Date
  ? string
  : T extends (infer Item)[]
  ? Wire<Item>[]
  : T extends object
  ? { [Key in keyof T]: Wire<T[Key]> }
  : T;

/**
 * The kinds that can be watched, by their plural. Objects are projected on receipt: what no screen and no decision
 * needs is dropped, managedFields everywhere but on Deployments, and they are frozen.
 */
export interface WatchedKinds {
  namespaces: Wire<V1Namespace>;
  deployments: Wire<V1Deployment>;
  replicasets: Wire<V1ReplicaSet>;
  pods: Wire<V1Pod>;
  services: Wire<V1Service>;
  horizontalpodautoscalers: Wire<V2HorizontalPodAutoscaler>;
  poddisruptionbudgets: Wire<V1PodDisruptionBudget>;
  resourcequotas: Wire<V1ResourceQuota>;
  events: Wire<CoreV1Event>;
}
export type WatchedKind = keyof WatchedKinds;
export type WatchedObject = WatchedKinds[WatchedKind];

export type ClusterStatus =
  | 'connecting'
  | 'live'
  | 'stale'
  | 'unreachable'
  | 'unauthorized'
  | 'unsupported';

/** How we stand with a cluster. All times are milliseconds since the epoch. */
export interface ClusterHealth {
  status: ClusterStatus;
  /** Since when the status holds. */
  since: number;
  /** When anything was heard from it last. */
  lastContactAt?: number;
  forbidden: { verb: string; resource: string }[];
  /** Whether our account may patch Deployments; missing while not known. */
  writable?: boolean;
  /** What went wrong, in English, without secrets. */
  message?: string;
}

/** A change of a cache, in the order of the cluster. `relist` says that anything may have changed. */
export type CacheChange<T> =
  | { type: 'set'; object: T; before?: T }
  | { type: 'delete'; object: T }
  | { type: 'relist' };

/** What one watch knows. Reading never reaches the cluster. */
export interface ObjectCache<T> {
  /** A first list has come; it stays true when the cluster goes away. */
  readonly synced: boolean;
  get(namespace: string | undefined, name: string): T | undefined;
  /** All, or those of a namespace. */
  list(namespace?: string): readonly T[];
  /** Those of the namespace whose controller has the uid; anybody may claim the uid from another namespace. */
  ownedBy(namespace: string | undefined, uid: string): readonly T[];
}

/**
 * - `starting`: its first list has not come
 * - `current`: connected, and true; a change of the cluster arrives within moments
 * - `behind`: what it holds is what was true at `heardAt`
 * - `denied`: forbidden, not served by this cluster, or more than can be held; it holds nothing, or, where only watching
 *   is forbidden, what was listed within the last minute
 */
export type WatchState = 'starting' | 'current' | 'behind' | 'denied';

/** What the cache of a lease is worth. All times are milliseconds since the epoch. */
export interface LeaseState {
  state: WatchState;
  /** Since when the state holds. */
  since: number;
  /** When this watch was heard last: a list, an event or a bookmark, which come about once a minute. */
  heardAt?: number;
}

/** Keeps a watch alive until released; watches are shared, and end some time after their last lease. */
export interface WatchLease<T> {
  readonly cache: ObjectCache<T>;
  /**
   * Waits for the first list. Resolves false when it has not come within the time, was forbidden or aborted; never
   * rejects.
   */
  ready(options: { timeoutMs: number; signal?: AbortSignal }): Promise<boolean>;
  /**
   * What the cache is worth now. A watch is never current while its cluster is away: who acts on what they see asks
   * here first.
   */
  state(): LeaseState;
  /** Told whenever `state` or its `since` is another one. */
  onState(listener: (state: LeaseState) => void): () => void;
  /** Batched: all changes that arrived together. A listener that throws is logged and harms nobody else. */
  subscribe(listener: (changes: CacheChange<T>[]) => void): () => void;
  release(): void;
}

export interface PodLogRequest {
  namespace: string;
  pod: string;
  container: string;
  previous?: boolean;
  /** 1 to 5,000 */
  tailLines: number;
  follow?: boolean;
  signal: AbortSignal;
}

export interface PodLogLine {
  /** As the cluster wrote it, RFC 3339 with nanoseconds. */
  at?: string;
  text: string;
  /** The line was longer than 32 KiB. */
  cut?: boolean;
}

export type PodLogEnd = 'container-ended' | 'cluster-lost' | 'limit';

/** One cluster of the `kubernetes:` configuration. */
export interface Cluster extends ClusterWrites {
  readonly name: string;
  readonly title?: string;
  health(): ClusterHealth;
  onHealth(listener: (health: ClusterHealth) => void): () => void;
  /** Starts, or joins, the watch of a kind in all namespaces or in one. */
  watch<K extends WatchedKind>(
    kind: K,
    options?: { namespace?: string },
  ): WatchLease<WatchedKinds[K]>;
  /**
   * Lines of one container, bounded in lines, bytes and time; viewers of the same followed container share one
   * connection. The generator returns why it ended. Throws `NotFoundError`, `NotAllowedError`, `InputError` (no previous
   * run), `TooManyRequestsError`, `ServiceUnavailableError`.
   */
  readPodLog(
    request: PodLogRequest,
  ): AsyncGenerator<PodLogLine, PodLogEnd, void>;
}

/** The clusters that Backstage's own `kubernetes:` configuration names. */
export interface ClustersService {
  /**
   * All of them, in the order of the configuration; unsupported ones too, with that status. Rejects with
   * `ServiceUnavailableError` when the kubernetes plugin did not hand them in in time, and says what to check.
   */
  list(): Promise<readonly Cluster[]>;
  /** @returns `undefined` for a name that is not configured; it is never looked up by URL */
  get(name: string): Promise<Cluster | undefined>;
}
