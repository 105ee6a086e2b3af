import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { ClusterConnection } from '../connection/ClusterConnection';
import type { ConnectionSettings } from '../connection/connectionSettings';
import { assertLabel } from '../connection/names';
import { PodLogs } from '../logs/PodLogs';
import type { Timings } from '../service/timings';
import type {
  Cluster,
  ClusterHealth,
  PodLogEnd,
  PodLogLine,
  PodLogRequest,
  WatchedKind,
  WatchedKinds,
  WatchLease,
} from '../types';
import { WatchPool } from '../watch/WatchPool';
import { ObjectWriter } from '../writes/ObjectWriter';
import { HealthMonitor } from './HealthMonitor';
import type { CachedCount, ClusterMetrics } from './metrics';
import { probe, reviewWrites } from './probes';

export interface LiveClusterOptions {
  name: string;
  title?: string;
  /** How to connect, at this moment. */
  settings: () => Promise<ConnectionSettings>;
  timings: Timings;
  logger: LoggerService;
  metrics: ClusterMetrics;
}

/** A cluster that the portal connects to. Puts together what knows each other only through it. */
export class LiveCluster implements Cluster {
  readonly name: string;
  readonly title: string | undefined;
  readonly apply: Cluster['apply'];
  readonly scale: Cluster['scale'];
  readonly jsonPatch: Cluster['jsonPatch'];
  readonly #connection: ClusterConnection;
  readonly #monitor: HealthMonitor;
  readonly #watches: WatchPool;
  readonly #logs: PodLogs;
  #closed = false;

  constructor(options: LiveClusterOptions) {
    const { name: cluster, title, settings, timings, logger } = options;
    const { metrics } = options;
    this.name = cluster;
    this.title = title;
    this.#connection = new ClusterConnection({
      cluster,
      settings,
      metrics,
      refusedPauseMs: timings.refusedPauseMs,
      watcher: {
        heard: () => this.#monitor.heard(),
        suspect: () => this.#monitor.suspect(),
        refused: message => this.#monitor.refused(message),
        accepted: () => this.#monitor.accepted(),
      },
    });
    this.#monitor = new HealthMonitor({
      cluster,
      timings,
      logger,
      probe: () => probe(this.#connection, timings.probeTimeoutMs),
      review: () => reviewWrites(this.#connection, timings.requestTimeoutMs),
      watches: () => this.#watches.conditions(),
      onBack: silentSince => this.#watches.wake(silentSince),
    });
    const want = () => this.#monitor.want();
    this.#watches = new WatchPool({
      cluster,
      connection: this.#connection,
      timings,
      logger,
      metrics,
      want,
      isAway: () => this.#isAway(),
      onCondition: () => this.#monitor.look(),
    });
    this.#logs = new PodLogs({
      cluster,
      connection: this.#connection,
      timings,
      want,
    });
    this.#monitor.onHealth(({ status }) => {
      this.#watches.look();
      if (status === 'unreachable') this.#logs.lose();
    });
    const writer = new ObjectWriter({
      cluster,
      connection: this.#connection,
      timeoutMs: timings.writeTimeoutMs,
    });
    this.apply = async (...write) => this.#asked(() => writer.apply(...write));
    this.scale = async (...write) => this.#asked(() => writer.scale(...write));
    this.jsonPatch = async (...write) =>
      this.#asked(() => writer.jsonPatch(...write));
  }

  health(): ClusterHealth {
    return this.#monitor.health();
  }

  onHealth(listener: (health: ClusterHealth) => void): () => void {
    return this.#monitor.onHealth(listener);
  }

  watch<K extends WatchedKind>(
    kind: K,
    { namespace }: { namespace?: string } = {},
  ): WatchLease<WatchedKinds[K]> {
    if (namespace !== undefined) assertLabel('namespace', namespace);
    return this.#watches.lease(kind, namespace);
  }

  async *readPodLog(
    request: PodLogRequest,
  ): AsyncGenerator<PodLogLine, PodLogEnd, void> {
    return yield* this.#asked(() => this.#logs.read(request));
  }

  counts(): CachedCount[] {
    return this.#watches.counts();
  }

  /**
   * Gets the credential ahead of the first request. Nothing reaches the cluster.
   *
   * @throws CredentialError
   */
  async warmUp(): Promise<void> {
    await this.#connection.warmUp();
  }

  /** What it is connected by has changed; it may be another cluster now. */
  async reconnect(): Promise<void> {
    await this.#connection.reset();
    this.#watches.restart();
    this.#monitor.forget();
  }

  /** It is not configured any more, or the portal ends. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#watches.close();
    this.#logs.lose();
    this.#monitor.close();
    await this.#connection.close();
  }

  /** While probes say that it does not answer, nobody waits to find that out again. */
  #asked<T>(ask: () => T): T {
    const { status, message } = this.#monitor.health();
    if (this.#closed) {
      throw new ServiceUnavailableError(
        `Cluster ${this.name} is not configured any more`,
      );
    }
    if (this.#isAway() && this.#monitor.watching) {
      throw new ServiceUnavailableError(
        `Cluster ${this.name} is ${status}: ${message ?? 'no answer'}`,
      );
    }
    return ask();
  }

  #isAway(): boolean {
    const { status } = this.#monitor.health();
    return (
      this.#closed || status === 'unreachable' || status === 'unauthorized'
    );
  }
}
