import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  CacheChange,
  LeaseState,
  ObjectCache,
  WatchLease,
} from '../types';
import { Listeners } from './Listeners';
import type { Identified } from './changes';
import type { ResourceWatch } from './ResourceWatch';

export interface SharedWatchOptions<T extends Identified> {
  watch: ResourceWatch<T>;
  lingerMs: number;
  /** Since when the cluster is known not to answer. */
  awaySince: () => number | undefined;
  logger: LoggerService;
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
  readonly #states: Listeners<LeaseState>;
  #told: LeaseState;
  #leases = 0;
  #endedAt: number | undefined;
  #linger: NodeJS.Timeout | undefined;

  constructor(options: SharedWatchOptions<T>) {
    this.watch = options.watch;
    this.#options = options;
    this.#rest = options.want();
    this.#states = new Listeners(
      options.logger,
      `the state of ${this.watch.resource}`,
    );
    this.#told = this.#state();
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
    const keep = (stop: () => void) => {
      own.add(stop);
      return () => {
        own.delete(stop);
        stop();
      };
    };
    return {
      cache,
      ready: ({ timeoutMs, signal }) =>
        released
          ? Promise.resolve(store.synced)
          : this.#ready(timeoutMs, signal),
      subscribe: (listener: (news: CacheChange<T>[]) => void) => {
        if (released) return () => {};
        return keep(changes.add(listener));
      },
      state: () => this.#state(),
      onState: listener =>
        released ? () => {} : keep(this.#states.add(listener)),
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
    const state = this.#state();
    const { state: before, since } = this.#told;
    if (state.state === before && state.since === since) return;
    this.#told = state;
    this.#states.tell(state);
  }

  end(): void {
    clearTimeout(this.#linger);
    this.watch.stop();
    this.#endedAt = Date.now();
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

  /** A stream may be dead without knowing: while its cluster does not answer nothing of it is current. */
  #state(): LeaseState {
    const { condition, heardAt, stopped } = this.watch;
    const { state, since } = condition;
    const lostAt = stopped ? this.#endedAt : this.#options.awaySince();
    return state === 'current' && lostAt !== undefined
      ? { state: 'behind', since: Math.max(since, lostAt), heardAt }
      : { state, since, heardAt };
  }

  /** True or false as soon as it is known. */
  #verdict(): boolean | undefined {
    if (this.watch.store.synced) return true;
    if (this.watch.stopped || this.watch.condition.state === 'denied') {
      return false;
    }
    return this.#options.awaySince() === undefined ? undefined : false;
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
