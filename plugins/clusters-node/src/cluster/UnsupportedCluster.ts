import { ServiceUnavailableError } from '@backstage/errors';
import type {
  Cluster,
  ClusterHealth,
  PodLogEnd,
  PodLogLine,
  WatchedKind,
  WatchedKinds,
  WatchLease,
} from '../types';
import { deadLease } from '../watch/deadLease';

/** A cluster that the portal cannot connect to by itself. It is shown, and says why it stays empty. */
export class UnsupportedCluster implements Cluster {
  readonly name: string;
  readonly title: string | undefined;
  readonly #health: ClusterHealth;

  constructor(options: { name: string; title?: string; message: string }) {
    this.name = options.name;
    this.title = options.title;
    this.#health = {
      status: 'unsupported',
      since: Date.now(),
      forbidden: [],
      writable: false,
      message: options.message,
    };
  }

  health(): ClusterHealth {
    return this.#health;
  }

  onHealth(): () => void {
    return () => {};
  }

  watch<K extends WatchedKind>(): WatchLease<WatchedKinds[K]> {
    return deadLease(this.#health.since);
  }

  // eslint-disable-next-line require-yield
  async *readPodLog(): AsyncGenerator<PodLogLine, PodLogEnd, void> {
    throw this.#refusal();
  }

  async read(): Promise<never> {
    throw this.#refusal();
  }

  async readAll(): Promise<never> {
    throw this.#refusal();
  }

  async apply(): Promise<never> {
    throw this.#refusal();
  }

  async create(): Promise<never> {
    throw this.#refusal();
  }

  async scale(): Promise<never> {
    throw this.#refusal();
  }

  async jsonPatch(): Promise<never> {
    throw this.#refusal();
  }

  async delete(): Promise<never> {
    throw this.#refusal();
  }

  async mayWrite(): Promise<boolean> {
    return false;
  }

  #refusal(): Error {
    return new ServiceUnavailableError(
      `Cluster ${this.name} is not supported. ${this.#health.message}`,
    );
  }
}
