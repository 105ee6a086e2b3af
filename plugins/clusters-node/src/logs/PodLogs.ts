import type { ClusterConnection } from '../connection/ClusterConnection';
import { Deadline } from '../connection/deadline';
import { CONNECTIONS } from '../connection/dispatcher';
import { serviceError } from '../connection/serviceError';
import type { Timings } from '../service/timings';
import type { PodLogEnd, PodLogLine, PodLogRequest } from '../types';
import { Slots } from '../watch/Slots';
import { endsAtOnce } from './endsAtOnce';
import { FollowedLog } from './FollowedLog';
import { logSource, type LogSource } from './logSource';
import { openLog } from './openLog';
import { TooManyRequestsError } from './TooManyRequestsError';

export interface PodLogsOptions {
  cluster: string;
  connection: ClusterConnection;
  timings: Timings;
  /** Keeps an eye on the cluster until the returned function is called. */
  want: () => () => void;
  /** Reads now, or throws at once where the cluster is known not to answer. */
  ask: <T>(read: () => T) => T;
}

interface Follow {
  source: LogSource;
  log: FollowedLog;
  stop: AbortController;
}

/** Reads the logs of containers, on a bounded number of connections. */
export class PodLogs {
  readonly #options: PodLogsOptions;
  readonly #slots = new Slots(CONNECTIONS.logs);
  readonly #followSlots = new Slots(CONNECTIONS.follows);
  readonly #follows = new Set<Follow>();

  constructor(options: PodLogsOptions) {
    this.#options = options;
  }

  /** Nothing is asked before its first line is. */
  read(request: PodLogRequest): AsyncGenerator<PodLogLine, PodLogEnd, void> {
    return endsAtOnce(request.signal, signal => this.#lines(request, signal));
  }

  async *#lines(
    request: PodLogRequest,
    signal: AbortSignal,
  ): AsyncGenerator<PodLogLine, PodLogEnd, void> {
    const source = logSource(request);
    return yield* this.#options.ask(() =>
      source.follow
        ? this.#viewed(source, signal)
        : this.#whole(source, signal),
    );
  }

  /** The cluster does not answer: who follows is told, instead of waiting for lines that cannot come. */
  lose(): void {
    for (const { stop } of this.#follows) stop.abort();
  }

  async *#whole(
    source: LogSource,
    signal: AbortSignal,
  ): AsyncGenerator<PodLogLine, PodLogEnd, void> {
    const { cluster, connection, timings } = this.#options;
    const release = this.#slot();
    const deadline = new Deadline({ ms: timings.logTimeoutMs, signal });
    const lines = openLog(connection, source, {
      timeoutMs: timings.requestTimeoutMs,
      signal: deadline.signal,
    });
    try {
      return yield* lines;
    } catch (error) {
      throw serviceError(cluster, source.what, error);
    } finally {
      deadline.close();
      release();
    }
  }

  async *#viewed(
    source: LogSource,
    signal: AbortSignal,
  ): AsyncGenerator<PodLogLine, PodLogEnd, void> {
    const follow = this.#shared(source) ?? this.#start(source);
    const { queue, leave } = follow.log.join(source.tailLines);
    const deadline = new Deadline({
      ms: this.#options.timings.followMs,
      signal,
    });
    const end = () => queue.end('limit');
    if (deadline.signal.aborted) end();
    deadline.signal.addEventListener('abort', end, { once: true });
    try {
      return yield* queue.read();
    } finally {
      deadline.close();
      leave();
      if (follow.log.viewers === 0) {
        this.#follows.delete(follow);
        follow.stop.abort();
      }
    }
  }

  /** A connection of others that shows the same. */
  #shared({ path, query, tailLines }: LogSource): Follow | undefined {
    return [...this.#follows].find(
      ({ source, log }) =>
        source.path === path &&
        source.query.container === query.container &&
        log.serves(tailLines),
    );
  }

  #start(source: LogSource): Follow {
    const release = this.#followSlot();
    const rest = this.#options.want();
    const log = new FollowedLog(source.tailLines);
    const follow = { source, log, stop: new AbortController() };
    this.#follows.add(follow);
    this.#pump(follow)
      .catch(error => {
        // Whoever still waits for the first byte waits for a cluster that was lost.
        if (follow.stop.signal.aborted) log.end('cluster-lost');
        else log.fail(serviceError(this.#options.cluster, source.what, error));
      })
      .finally(() => {
        this.#follows.delete(follow);
        rest();
        release();
      });
    return follow;
  }

  async #pump({ source, log, stop }: Follow): Promise<void> {
    const { connection, timings } = this.#options;
    const lines = openLog(connection, source, {
      // A kubelet sends not even a header before the first line; that a cluster is lost is found out by its probes.
      timeoutMs: timings.followMs,
      signal: stop.signal,
    });
    for (;;) {
      const { done, value } = await lines.next();
      if (done) {
        log.end(value);
        return;
      }
      log.push(value);
    }
  }

  #slot(): () => void {
    const release = this.#slots.tryTake();
    if (!release) throw this.#tooMany('open');
    return release;
  }

  #followSlot(): () => void {
    const release = this.#slot();
    const stopFollowing = this.#followSlots.tryTake();
    if (!stopFollowing) {
      release();
      throw this.#tooMany('followed');
    }
    return () => {
      stopFollowing();
      release();
    };
  }

  #tooMany(what: string): TooManyRequestsError {
    return new TooManyRequestsError(
      `Cluster ${
        this.#options.cluster
      }: too many logs are ${what} at once; try again later`,
    );
  }
}
