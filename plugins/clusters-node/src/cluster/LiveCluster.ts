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
import { createWrites } from '../writes/createWrites';
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
  readonly read: Cluster['read'];
  readonly readAll: Cluster['readAll'];
  readonly apply: Cluster['apply'];
  readonly create: Cluster['create'];
  readonly scale: Cluster['scale'];
  readonly jsonPatch: Cluster['jsonPatch'];
  readonly delete: Cluster['delete'];
  readonly mayWrite: Cluster['mayWrite'];
  readonly #connection: ClusterConnection;
  readonly #monitor: HealthMonitor;
  readonly #watches: WatchPool;
  readonly #logs: PodLogs;
  readonly #forgetRoles: () => void;
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
      awaySince: () => this.#monitor.awaySince,
      onCondition: () => this.#monitor.look(),
    });
    this.#logs = new PodLogs({
      cluster,
      connection: this.#connection,
      timings,
      want,
      ask: read => this.#asked(read),
    });
    this.#monitor.onHealth(({ status }) => {
      this.#watches.look();
      if (status === 'unreachable') this.#logs.lose();
    });
    const { writes, forget } = createWrites({
      cluster,
      connection: this.#connection,
      timeoutMs: timings.writeTimeoutMs,
      ask: async send => this.#asked(send),
    });
    this.#forgetRoles = forget;
    this.read = writes.read;
    this.readAll = writes.readAll;
    this.apply = writes.apply;
    this.create = writes.create;
    this.scale = writes.scale;
    this.jsonPatch = writes.jsonPatch;
    this.delete = writes.delete;
    this.mayWrite = writes.mayWrite;
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

  readPodLog(
    request: PodLogRequest,
  ): AsyncGenerator<PodLogLine, PodLogEnd, void> {
    return this.#logs.read(request);
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
    this.#forgetRoles();
    this.#watches.restart();
    this.#monitor.forget();
  }

  /** It is not configured any more, or the portal ends. */
  async close(): Promise<void> {
    this.#closed = true;
    // First, so that nothing is judged by the watches that are left.
    this.#monitor.close();
    this.#watches.close();
    this.#logs.lose();
    await this.#connection.close();
  }

  /** While probes say that it does not answer, nobody waits to find that out again. */
  #asked<T>(ask: () => T): T {
    if (this.#closed) {
      throw new ServiceUnavailableError(
        `Cluster ${this.name} is not configured any more`,
      );
    }
    const { awaySince, watching } = this.#monitor;
    if (awaySince !== undefined && watching) {
      const { status, message } = this.#monitor.health();
      throw new ServiceUnavailableError(
        `Cluster ${this.name} is ${status}: ${message ?? 'no answer'}`,
      );
    }
    return ask();
  }
}
