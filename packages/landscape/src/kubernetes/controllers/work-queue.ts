import type { Clock, Timer } from '../../clock';
import { ApiError, type StatusReason } from '../api-error';

const FIRST_RETRY_MS = 10;
const LONGEST_RETRY_MS = 60_000;

// So many keys make one turn of the clock: few enough that API requests are served in between, many enough that what
// happens to several pods at once is seen at once by those who count them.
const KEYS_PER_TURN = 32;

// Answers of the API that belong to daily work: somebody was faster, or a namespace is on its way out.
const USUAL: ReadonlySet<StatusReason> = new Set<StatusReason>([
  'Conflict',
  'NotFound',
  'AlreadyExists',
  'Forbidden',
]);

/** Looks at one object. Whoever could not do all there was to do asks for another look. */
export type Sync = (key: string) => 'retry' | void;

/**
 * Keys of objects to look at. A key waits in the queue once, however often it is added, and is handed to `sync` in
 * order, never from within `add`.
 *
 * @remarks
 * A key that has to be retried, because `sync` says so or throws, comes back after a delay that doubles each time.
 * Errors other than the usual refusals of the API are defects: they are also thrown on to the clock's error handler.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #sync: Sync;
  readonly #gatheringTime: () => number;
  readonly #ready = new Set<string>();
  readonly #later = new Map<string, { at: number; timer: Timer }>();
  readonly #failures = new Map<string, number>();
  #turn: Timer | undefined;
  #stopped = false;

  /** @param gatheringTime - milliseconds between the first key and the look, in which further ones may come */
  constructor(clock: Clock, sync: Sync, gatheringTime = () => 0) {
    this.#clock = clock;
    this.#sync = sync;
    this.#gatheringTime = gatheringTime;
  }

  add(key: string): void {
    if (this.#stopped) return;
    this.#ready.add(key);
    this.#arm();
  }

  /** Adds the key after a delay in milliseconds; of several delays the shortest counts. */
  addAfter(key: string, delay: number): void {
    if (this.#stopped) return;
    const at = this.#clock.now() + delay;
    const waiting = this.#later.get(key);
    if (waiting && waiting.at <= at) return;
    waiting?.timer.cancel();
    const timer = this.#clock.after(delay, () => {
      this.#later.delete(key);
      this.add(key);
    });
    this.#later.set(key, { at, timer });
  }

  stop(): void {
    this.#stopped = true;
    this.#turn?.cancel();
    for (const { timer } of this.#later.values()) timer.cancel();
    this.#later.clear();
    this.#ready.clear();
  }

  #arm(): void {
    this.#turn ??= this.#clock.after(this.#gatheringTime(), () => {
      this.#turn = undefined;
      try {
        for (const key of [...this.#ready].slice(0, KEYS_PER_TURN)) {
          this.#take(key);
        }
      } finally {
        if (this.#ready.size > 0) this.#arm();
      }
    });
  }

  #take(key: string): void {
    this.#ready.delete(key);
    try {
      if (this.#sync(key) === 'retry') this.#retry(key);
      else this.#failures.delete(key);
    } catch (error) {
      this.#retry(key);
      if (!(error instanceof ApiError) || !USUAL.has(error.reason)) throw error;
    }
  }

  #retry(key: string): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    const delay = Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS);
    this.addAfter(key, delay);
  }
}
