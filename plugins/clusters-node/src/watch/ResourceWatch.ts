import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { ClusterMetrics } from '../cluster/metrics';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { ApiError, ConnectionError } from '../connection/ApiError';
import { LineSplitter } from '../connection/LineSplitter';
import type { Timings } from '../service/timings';
import type { CacheChange, WatchState } from '../types';
import { Attempt } from './Attempt';
import { afterFailure, type Retry } from './afterFailure';
import type { Identified } from './changes';
import { isTooMuch, whyDenied } from './denial';
import type { KindSpec } from './kinds';
import { Listeners } from './Listeners';
import { listObjects, presentVersion } from './listObjects';
import type { ObjectStore } from './ObjectStore';
import type { Pace } from './Pace';
import { Pause } from './Pause';
import type { Places } from './Slots';
import type { WatchCondition } from './WatchCondition';
import { WatchedObjects } from './WatchedObjects';

const EVENT_BYTES = 8 * 1024 * 1024;
/** How much earlier than asked for a watch may end without making us wonder why. */
const END_TOLERANCE = 2_000;

export interface ResourceWatchOptions<T> {
  cluster: string;
  kind: KindSpec<T>;
  namespace?: string;
  connection: ClusterConnection;
  timings: Timings;
  /** Bounds the connections that watches hold. */
  slots: Places;
  /** Bounds how often the watches of a cluster connect. */
  pace: Pace;
  logger: LoggerService;
  metrics: ClusterMetrics;
  onCondition: () => void;
}

/**
 * Keeps one list of objects true: lists, watches from there, resumes where it was after a break, lists anew when that
 * is too long ago. What it holds stays when the cluster goes away.
 */
export class ResourceWatch<T extends Identified> {
  /** Tells the changes that arrived together. */
  readonly changes: Listeners<CacheChange<T>[]>;
  readonly #options: ResourceWatchOptions<T>;
  readonly #objects: WatchedObjects<T>;
  readonly #path: string;
  readonly #stop = new AbortController();
  readonly #pause = new Pause();
  #condition: WatchCondition = { state: 'starting', since: Date.now() };
  #failures = 0;
  /** Lists in a row that were denied. */
  #denials = 0;
  #verb: 'list' | 'watch' = 'list';
  /** Whether the present attempt has listed. */
  #listed = false;
  /** Whether nothing can have happened to the cluster since it was at our version. */
  #versionHolds = false;
  #attempt: Attempt | undefined;
  #heardAt: number | undefined;

  constructor(options: ResourceWatchOptions<T>) {
    const { kind, namespace, logger, cluster } = options;
    this.#options = options;
    this.#path = namespace
      ? `${kind.root}/namespaces/${encodeURIComponent(namespace)}/${
          kind.plural
        }`
      : `${kind.root}/${kind.plural}`;
    this.changes = new Listeners(logger, `${kind.plural} of ${cluster}`);
    this.#objects = new WatchedObjects({
      project: kind.project,
      changes: this.changes,
    });
  }

  get store(): ObjectStore<T> {
    return this.#objects.store;
  }

  get condition(): WatchCondition {
    return this.#condition;
  }

  /** When something of it came last. */
  get heardAt(): number | undefined {
    return this.#heardAt;
  }

  /** Whether what we know of the cluster hangs on it. */
  get core(): boolean {
    return this.#options.kind.core ?? false;
  }

  /** The plural of its kind. */
  get resource(): string {
    return this.#options.kind.plural;
  }

  get stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  start(): void {
    this.#run().catch(error => {
      if (this.#stop.signal.aborted) return;
      this.#options.logger.error(`The ${this.#name} ended`, toError(error));
    });
  }

  stop(): void {
    this.#stop.abort();
  }

  /**
   * The cluster has come back: ends a pause, and what was not heard since then, which may wait on a dead connection
   * without knowing.
   */
  wake(silentSince: number): void {
    this.#pause.wake();
    if (this.#attempt && this.#attempt.heardAt <= silentSince) this.#renew();
  }

  /** The cluster is another one now: nothing that is known holds. */
  restart(): void {
    this.#objects.forgetCluster();
    // What the other one forbade, or asked us to wait for, is nothing to this one.
    this.#pause.end();
    this.#renew();
  }

  /** Ends what is under way, and begins again at once. */
  #renew(): void {
    if (!this.#attempt) return;
    this.#become('behind');
    this.#attempt.renew();
  }

  get #name(): string {
    return `watch of ${this.#options.kind.plural} in ${this.#options.cluster}`;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const release = await this.#options.slots.take(signal);
      let retry: Pick<Retry, 'pauseMs' | 'wakes'> | undefined;
      try {
        await this.#options.pace.turn(signal);
        retry = await this.#try(signal);
      } finally {
        release();
      }
      if (retry) await this.#pause.wait(retry.pauseMs, retry.wakes, signal);
    }
  }

  /** Returns how to go on, or nothing to go on at once. */
  async #try(signal: AbortSignal): Promise<Retry | undefined> {
    const attempt = new Attempt(signal);
    this.#attempt = attempt;
    this.#listed = false;
    try {
      await this.#once(attempt);
      return undefined;
    } catch (error) {
      if (signal.aborted || attempt.renewed) return undefined;
      return this.#afterFailure(error);
    } finally {
      this.#attempt = undefined;
      attempt.close();
    }
  }

  async #once(attempt: Attempt): Promise<void> {
    this.#verb = 'list';
    if (this.#objects.version !== undefined) {
      const { metrics, cluster, kind } = this.#options;
      metrics.reconnected(cluster, kind.plural);
      if (!this.#versionHolds) await this.#checkVersion(attempt);
    }
    if (this.#objects.version === undefined) await this.#list(attempt);
    this.#denials = 0;
    this.#verb = 'watch';
    await this.#watch(attempt);
  }

  /**
   * A cluster that was restored from a backup has older versions than ours, and a watch from a version to come is
   * silent about all that happens until then.
   */
  async #checkVersion(attempt: Attempt): Promise<void> {
    const { connection, timings } = this.#options;
    const present = await presentVersion(connection, {
      path: this.#path,
      pageTimeoutMs: timings.requestTimeoutMs,
      signal: attempt.signal,
    });
    attempt.heard();
    attempt.signal.throwIfAborted();
    if (this.#objects.isAheadOf(present)) this.#objects.forgetVersion();
    this.#versionHolds = true;
  }

  async #list(attempt: Attempt): Promise<void> {
    const { connection, kind, timings, metrics, cluster } = this.#options;
    const listed = await listObjects(connection, {
      path: this.#path,
      project: kind.project,
      pageTimeoutMs: timings.listTimeoutMs,
      signal: attempt.signal,
      onPage: () => attempt.heard(),
    });
    // What came of another cluster, or too late, is not taken.
    attempt.signal.throwIfAborted();
    metrics.relisted(cluster, kind.plural);
    this.#listed = true;
    this.#heardAt = Date.now();
    this.#objects.replace(listed);
    this.#versionHolds = true;
  }

  async #watch(attempt: Attempt): Promise<void> {
    const { connection, timings } = this.#options;
    const seconds = watchSeconds(timings);
    const body = await connection.stream({
      method: 'GET',
      path: this.#path,
      query: {
        watch: 'true',
        allowWatchBookmarks: 'true',
        timeoutSeconds: String(seconds),
        resourceVersion: this.#objects.version,
      },
      purpose: 'watch',
      timeoutMs: timings.requestTimeoutMs,
      signal: attempt.signal,
    });
    const startedAt = Date.now();
    this.#versionHolds = false;
    this.#become('current');
    await this.#follow(body, attempt);
    const lastedMs = Date.now() - startedAt;
    // Half an event at the end is forgotten: it comes again with the next watch.
    if (lastedMs < timings.shortWatchMs) {
      throw new ConnectionError('the watch ended at once', { sent: true });
    }
    this.#failures = 0;
    this.#versionHolds = lastedMs >= seconds * 1_000 - END_TOLERANCE;
    // Time was up, which is how every watch ends. One that ends at once would be opened in a circle.
    this.#become('behind');
  }

  async #follow(body: AsyncIterable<Buffer>, attempt: Attempt): Promise<void> {
    const { silenceMs } = this.#options.timings;
    const splitter = new LineSplitter(EVENT_BYTES);
    attempt.heardWithin(silenceMs);
    for await (const chunk of body) {
      attempt.signal.throwIfAborted();
      attempt.heardWithin(silenceMs);
      this.#heardAt = attempt.heardAt;
      this.#objects.take(splitter.push(chunk));
      this.#failures = 0;
    }
  }

  #afterFailure(error: unknown): Retry {
    const { logger, timings } = this.#options;
    this.#failures++;
    const retry = afterFailure(error, this.#failures, timings, Math.random());
    if (retry.relist) this.#objects.forgetVersion();
    if (!(error instanceof ApiError)) this.#versionHolds = false;
    if (retry.denied) {
      // What may be listed but not watched is as good as its last list; whether it may be listed a new list tells. What
      // has become too much by its watch would be as much in a list.
      if (this.#verb === 'list' || isTooMuch(error)) this.#objects.clear();
      else if (!this.#listed) retry.pauseMs = 0;
      // A server that has just started denies for a moment what it grants.
      if (this.#verb === 'list' && !isTooMuch(error)) {
        const soon = timings.backoffMs * 2 ** this.#denials;
        this.#denials++;
        retry.pauseMs = Math.min(retry.pauseMs, soon);
      }
    }
    this.#become(
      retry.denied ? 'denied' : 'behind',
      whyDenied(error, { verb: this.#verb, resource: this.resource }),
    );
    logger.debug(
      `The ${this.#name} goes on in ${Math.round(retry.pauseMs)} ms: ${
        toError(error).message
      }`,
    );
    return retry;
  }

  #become(
    state: WatchState,
    why: Pick<WatchCondition, 'forbidden' | 'message'> = {},
  ): void {
    const before = this.#condition;
    if (before.state === state && before.forbidden === why.forbidden) return;
    // Without a first list there is nothing that could be behind.
    if (state === 'behind' && before.state === 'starting') return;
    this.#condition = { state, since: Date.now(), ...why };
    this.#options.onCondition();
  }
}

/** Spread out, so that not all watches of all portals end together. */
function watchSeconds({ watchSeconds: [least, most] }: Timings): number {
  return Math.floor(least + Math.random() * (most - least + 1));
}
