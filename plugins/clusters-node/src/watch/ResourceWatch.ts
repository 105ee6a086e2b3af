import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { ClusterMetrics } from '../cluster/metrics';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { ApiError, ConnectionError } from '../connection/ApiError';
import { Deadline } from '../connection/deadline';
import { LineSplitter } from '../connection/LineSplitter';
import type { Timings } from '../service/timings';
import type { CacheChange } from '../types';
import { afterFailure } from './afterFailure';
import { changesOf, differences, type Identified } from './changes';
import type { KindSpec } from './kinds';
import { Listeners } from './Listeners';
import { listObjects } from './listObjects';
import { ObjectStore } from './ObjectStore';
import type { Pace } from './Pace';
import { Pause } from './Pause';
import type { Slots } from './Slots';
import { readWatchLines } from './watchEvents';

const EVENT_BYTES = 8 * 1024 * 1024;
/** A relist of few differences is told one by one, of many at once. */
const FEW = 200;

/**
 * - `starting`: its first list has not come
 * - `current`: connected, and true
 * - `behind`: what it holds is getting old
 * - `denied`: forbidden, or not served by this cluster
 */
export interface WatchCondition {
  state: 'starting' | 'current' | 'behind' | 'denied';
  since: number;
  /** What our account may not do; missing where the kind is not served. */
  forbidden?: 'list' | 'watch';
}

export interface ResourceWatchOptions<T> {
  cluster: string;
  kind: KindSpec<T>;
  namespace?: string;
  connection: ClusterConnection;
  timings: Timings;
  /** Bounds the connections that watches hold. */
  slots: Slots;
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
  readonly store = new ObjectStore<T>();
  /** Tells the changes that arrived together. */
  readonly changes: Listeners<CacheChange<T>[]>;
  readonly #options: ResourceWatchOptions<T>;
  readonly #path: string;
  readonly #stop = new AbortController();
  readonly #pause = new Pause();
  #condition: WatchCondition = { state: 'starting', since: Date.now() };
  #resourceVersion: string | undefined;
  #failures = 0;
  #verb: 'list' | 'watch' = 'list';
  #stream: Stream | undefined;

  constructor(options: ResourceWatchOptions<T>) {
    const { kind, namespace, logger, cluster } = options;
    this.#options = options;
    this.#path = namespace
      ? `${kind.root}/namespaces/${encodeURIComponent(namespace)}/${
          kind.plural
        }`
      : `${kind.root}/${kind.plural}`;
    this.changes = new Listeners(logger, `${kind.plural} of ${cluster}`);
  }

  get condition(): WatchCondition {
    return this.#condition;
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
   * The cluster has come back: ends a pause, and a stream that was not heard since then, which may be dead without
   * knowing.
   */
  wake(silentSince: number): void {
    this.#pause.wake();
    if (this.#stream && this.#stream.heardAt <= silentSince) this.#renew();
  }

  /** The cluster is another one now: nothing that is known holds. */
  restart(): void {
    this.#resourceVersion = undefined;
    this.#pause.wake();
    this.#renew();
  }

  /** Ends the stream, and opens another one at once. */
  #renew(): void {
    if (!this.#stream) return;
    this.#stream.renewed = true;
    this.#become('behind');
    this.#stream.deadline.abort();
  }

  get #name(): string {
    return `watch of ${this.#options.kind.plural} in ${this.#options.cluster}`;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      let retry = { pauseMs: 0, wakes: true };
      const release = await this.#options.slots.take(signal);
      try {
        await this.#options.pace.turn(signal);
        await this.#once(signal);
      } catch (error) {
        if (signal.aborted) return;
        retry = this.#afterFailure(error);
      } finally {
        release();
      }
      await this.#pause.wait(retry.pauseMs, retry.wakes, signal);
    }
  }

  async #once(signal: AbortSignal): Promise<void> {
    if (this.#resourceVersion === undefined) {
      this.#verb = 'list';
      await this.#list(signal);
    } else {
      const { metrics, cluster, kind } = this.#options;
      metrics.reconnected(cluster, kind.plural);
    }
    this.#verb = 'watch';
    await this.#watch(this.#resourceVersion, signal);
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { connection, kind, timings, metrics, cluster } = this.#options;
    const { objects, resourceVersion } = await listObjects(connection, {
      path: this.#path,
      project: kind.project,
      pageTimeoutMs: timings.listTimeoutMs,
      signal,
    });
    metrics.relisted(cluster, kind.plural);
    this.#resourceVersion = resourceVersion;
    const changes = differences(this.store.objects, objects);
    const first = !this.store.synced;
    this.store.apply(changes);
    this.store.markSynced();
    if (first || changes.length > FEW) this.changes.tell([{ type: 'relist' }]);
    else if (changes.length > 0) this.changes.tell(changes);
  }

  async #watch(
    resourceVersion: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { connection, timings } = this.#options;
    const deadline = new Deadline({ signal });
    try {
      const body = await connection.stream({
        method: 'GET',
        path: this.#path,
        query: {
          watch: 'true',
          allowWatchBookmarks: 'true',
          timeoutSeconds: String(watchSeconds(timings)),
          resourceVersion,
        },
        purpose: 'watch',
        timeoutMs: timings.requestTimeoutMs,
        signal: deadline.signal,
      });
      this.#become('current');
      await this.#follow(body, deadline);
      // Time was up, which is how every watch ends. One that ends at once would be opened in a circle.
      this.#become('behind');
    } finally {
      this.#stream = undefined;
      deadline.close();
    }
  }

  async #follow(
    body: AsyncIterable<Buffer>,
    deadline: Deadline,
  ): Promise<void> {
    const { silenceMs, shortWatchMs } = this.#options.timings;
    const startedAt = Date.now();
    const stream: Stream = { heardAt: startedAt, deadline, renewed: false };
    this.#stream = stream;
    deadline.restart(silenceMs);
    const splitter = new LineSplitter(EVENT_BYTES);
    try {
      for await (const chunk of body) {
        stream.heardAt = Date.now();
        deadline.restart(silenceMs);
        this.#take(splitter.push(chunk));
      }
    } catch (error) {
      if (stream.renewed) return;
      throw error;
    }
    // Half an event at the end is forgotten: it comes again with the next watch.
    if (Date.now() - startedAt < shortWatchMs) {
      throw new ConnectionError('the watch ended at once', { sent: true });
    }
    this.#failures = 0;
  }

  #take(lines: ReturnType<LineSplitter['push']>): void {
    if (lines.length === 0) return;
    const news = readWatchLines(lines, this.#options.kind.project);
    const changes: CacheChange<T>[] = [];
    for (const event of news.events) {
      const { metadata } = event.object;
      const before = this.store.get(metadata?.namespace, metadata?.name ?? '');
      const own = changesOf(before, event);
      this.store.apply(own);
      changes.push(...own);
    }
    this.#resourceVersion = news.resourceVersion ?? this.#resourceVersion;
    if (changes.length > 0) this.changes.tell(changes);
    if (news.error) throw news.error;
    this.#failures = 0;
  }

  #afterFailure(error: unknown): { pauseMs: number; wakes: boolean } {
    const { logger, timings } = this.#options;
    this.#failures++;
    const retry = afterFailure(error, this.#failures, timings, Math.random());
    if (retry.relist) this.#resourceVersion = undefined;
    const forbidden = error instanceof ApiError && error.code === 403;
    this.#become(
      retry.denied ? 'denied' : 'behind',
      forbidden ? this.#verb : undefined,
    );
    logger.debug(
      `The ${this.#name} goes on in ${Math.round(retry.pauseMs)} ms: ${
        toError(error).message
      }`,
    );
    return retry;
  }

  #become(
    state: WatchCondition['state'],
    forbidden?: WatchCondition['forbidden'],
  ): void {
    const { state: before, forbidden: verb } = this.#condition;
    if (before === state && verb === forbidden) return;
    // Without a first list there is nothing that could be behind.
    if (state === 'behind' && before === 'starting') return;
    this.#condition = { state, since: Date.now(), forbidden };
    this.#options.onCondition();
  }
}

interface Stream {
  heardAt: number;
  deadline: Deadline;
  /** It was ended by us, to open another one. */
  renewed: boolean;
}

/** Spread out, so that not all watches of all portals end together. */
function watchSeconds({ watchSeconds: [least, most] }: Timings): number {
  return Math.floor(least + Math.random() * (most - least + 1));
}
