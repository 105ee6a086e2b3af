import type {
  ClusterAccess,
  ClusterAccessService,
} from './clusterAccessServiceRef';

/** The access, once there is one; the latest counts. */
export class DeferredAccess implements ClusterAccessService {
  readonly #waiting = new Set<(access: ClusterAccess) => void>();
  #access: ClusterAccess | undefined;

  provide(access: ClusterAccess): void {
    this.#access = access;
    for (const take of [...this.#waiting]) take(access);
  }

  async get({
    timeoutMs,
  }: {
    timeoutMs: number;
  }): Promise<ClusterAccess | undefined> {
    if (this.#access) return this.#access;
    return new Promise(resolve => {
      const done = (access?: ClusterAccess) => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve(access);
      };
      const timer = setTimeout(done, timeoutMs);
      this.#waiting.add(done);
    });
  }
}
