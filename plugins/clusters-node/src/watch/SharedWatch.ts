import type { CacheChange, ObjectCache, WatchLease } from '../types';
import type { Identified } from './changes';
import type { ResourceWatch } from './ResourceWatch';

export interface SharedWatchOptions<T extends Identified> {
  watch: ResourceWatch<T>;
  lingerMs: number;
  /** The cluster is known not to answer. */
  isAway: () => boolean;
  /** Keeps an eye on the cluster until the returned function is called. */
  want: () => () => void;
  onEnd: () => void;
}

/** A watch and who needs it. It ends some time after its last lease, so that turning a page costs no new list. */
export class SharedWatch<T extends Identified> {
  readonly watch: ResourceWatch<T>;
  readonly #options: SharedWatchOptions<T>;
  readonly #rest: () => void;
  readonly #waiting = new Set<() => void>();
  #leases = 0;
  #linger: NodeJS.Timeout | undefined;

  constructor(options: SharedWatchOptions<T>) {
    this.watch = options.watch;
    this.#options = options;
    this.#rest = options.want();
    this.watch.changes.add(() => this.look());
    this.watch.start();
  }

  lease(): WatchLease<T> {
    clearTimeout(this.#linger);
    this.#leases++;
    const own = new Set<() => void>();
    let released = false;
    const { store, changes } = this.watch;
    const cache: ObjectCache<T> = store;
    return {
      cache,
      ready: ({ timeoutMs, signal }) =>
        released
          ? Promise.resolve(store.synced)
          : this.#ready(timeoutMs, signal),
      subscribe: (listener: (news: CacheChange<T>[]) => void) => {
        if (released) return () => {};
        const stop = changes.add(listener);
        own.add(stop);
        return () => {
          own.delete(stop);
          stop();
        };
      },
      release: () => {
        if (released) return;
        released = true;
        for (const stop of own) stop();
        this.#release();
      },
    };
  }

  /** Something has changed that those who wait for the first list want to know. */
  look(): void {
    for (const check of [...this.#waiting]) check();
  }

  end(): void {
    clearTimeout(this.#linger);
    this.watch.stop();
    this.#rest();
    this.look();
    this.#options.onEnd();
  }

  #release(): void {
    this.#leases--;
    if (this.#leases > 0) return;
    this.#linger = setTimeout(() => this.end(), this.#options.lingerMs);
    this.#linger.unref();
  }

  /** True or false as soon as it is known. */
  #verdict(): boolean | undefined {
    if (this.watch.store.synced) return true;
    if (this.watch.stopped || this.watch.condition.state === 'denied') {
      return false;
    }
    return this.#options.isAway() ? false : undefined;
  }

  async #ready(timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    const known = this.#verdict();
    if (known !== undefined) return known;
    if (signal?.aborted) return false;
    return new Promise(resolve => {
      const done = (verdict: boolean) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        this.#waiting.delete(check);
        resolve(verdict);
      };
      const check = () => {
        const verdict = this.#verdict();
        if (verdict !== undefined) done(verdict);
      };
      const giveUp = () => done(false);
      const timer = setTimeout(giveUp, timeoutMs);
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(check);
    });
  }
}
