/** A timer that has not fired yet. */
export interface Timer {
  cancel(): void;
}

/** Where every part of the landscape gets its time from. */
export interface Clock {
  /** Milliseconds since the epoch, in the landscape's own time. */
  now(): number;
  /** Runs `task` once, `delay` milliseconds from now. Never before the caller has returned. */
  after(delay: number, task: () => void): Timer;
}

interface Pending {
  at: number;
  order: number;
  task: () => void;
}

// setTimeout takes a signed 32-bit number of milliseconds; a longer wait is cut into pieces.
const LONGEST_SLEEP = 2 ** 31 - 1;

/**
 * A clock that first stands still and moves only by `advance`, so that weeks of history can be played in
 * milliseconds and every test decides its own time; `run` then ties it to the computer's clock.
 *
 * @remarks
 * Due tasks run one at a time in order of their time, then of their making. A task that throws does not stop the
 * others: the error goes to `onError`.
 */
export class SimulatedClock implements Clock {
  readonly #pending: Pending[] = [];
  readonly #onError: (error: unknown) => void;
  #order = 0;
  #stoppedAt: number;
  /** Landscape time minus computer time while running. */
  #offset: number | undefined;
  #cancelWake: (() => void) | undefined;
  #wakeAt = Infinity;
  #draining = false;

  constructor(options: { start: number; onError?: (error: unknown) => void }) {
    this.#stoppedAt = options.start;
    this.#onError =
      options.onError ??
      (error => {
        throw error;
      });
  }

  now(): number {
    return this.#offset === undefined || this.#draining
      ? this.#stoppedAt
      : Math.max(this.#stoppedAt, Date.now() + this.#offset);
  }

  after(delay: number, task: () => void): Timer {
    const entry: Pending = {
      at: this.now() + Math.max(0, delay),
      order: this.#order++,
      task,
    };
    insert(this.#pending, entry);
    this.#schedule();
    return {
      cancel: () => {
        const index = this.#pending.indexOf(entry);
        if (index >= 0) this.#pending.splice(index, 1);
      },
    };
  }

  /** Moves time forward by `duration` milliseconds and runs what comes due on the way. Works in both states. */
  advance(duration: number): void {
    const target = this.now() + duration;
    this.#drain(target);
    if (this.#offset !== undefined) this.#offset = target - Date.now();
    this.#schedule();
  }

  /** From now on time passes by itself, starting at `at` (default: the computer's own time, but never backwards). */
  run(at: number = Date.now()): void {
    this.#drain(Math.max(at, this.#stoppedAt));
    this.#offset = this.#stoppedAt - Date.now();
    this.#schedule();
  }

  /** Time stands still again; pending tasks are kept. */
  stop(): void {
    this.#stoppedAt = this.now();
    this.#offset = undefined;
    this.#schedule();
  }

  #schedule(): void {
    const next = this.#pending[0];
    if (this.#offset === undefined || this.#draining || !next) {
      this.#clearWake();
      return;
    }
    if (this.#cancelWake && this.#wakeAt <= next.at) return;
    this.#clearWake();
    const delay = next.at - this.now();
    this.#wakeAt = next.at;
    const wake = () => {
      this.#cancelWake = undefined;
      this.#wakeAt = Infinity;
      if (this.#offset === undefined) return;
      this.#drain(Math.max(this.#stoppedAt, Date.now() + this.#offset));
      this.#schedule();
    };
    if (delay <= 0) {
      const immediate = setImmediate(wake);
      this.#cancelWake = () => clearImmediate(immediate);
    } else {
      const sleep = Math.min(Math.ceil(delay), LONGEST_SLEEP);
      const timeout = setTimeout(wake, sleep);
      this.#cancelWake = () => clearTimeout(timeout);
    }
  }

  #clearWake(): void {
    this.#cancelWake?.();
    this.#cancelWake = undefined;
    this.#wakeAt = Infinity;
  }

  #drain(target: number): void {
    if (this.#draining) return;
    this.#draining = true;
    try {
      // Tasks may add tasks. Those due at this very moment run too when time stands still (so that `advance` settles
      // everything), and wait for the next turn of the event loop when it runs (so that requests are served between).
      const last = this.#offset === undefined ? Infinity : this.#order;
      for (;;) {
        const index = this.#pending.findIndex(
          entry => entry.at <= target && entry.order < last,
        );
        if (index < 0) break;
        const [entry] = this.#pending.splice(index, 1);
        this.#stoppedAt = Math.max(this.#stoppedAt, entry.at);
        try {
          entry.task();
        } catch (error) {
          this.#onError(error);
        }
      }
      this.#stoppedAt = Math.max(this.#stoppedAt, target);
    } finally {
      this.#draining = false;
    }
  }
}

function insert(queue: Pending[], entry: Pending): void {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (queue[middle].at <= entry.at) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, entry);
}
