import { setTimeout as after } from 'node:timers/promises';

/**
 * Lets things happen at a steady rate, with a reserve for when many are due at once: all watches of a cluster that
 * came back connect at once, but nothing makes them connect more than once a second for long.
 */
export class Pace {
  readonly #intervalMs: number;
  readonly #reserve: number;
  /** When the reserve was, or will be, full. */
  #fullAt = 0;

  constructor(options: { intervalMs: number; reserve: number }) {
    this.#intervalMs = options.intervalMs;
    this.#reserve = options.reserve;
  }

  /** Waits for its turn; rejects when aborted. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = Date.now();
    this.#fullAt = Math.max(this.#fullAt, now) + this.#intervalMs;
    const waitMs = this.#fullAt - now - this.#reserve * this.#intervalMs;
    if (waitMs > 0) await after(waitMs, undefined, { signal, ref: false });
  }
}
