import { toError } from '@backstage/errors';
import type { LoggerService } from '@backstage/backend-plugin-api';

/** Clocks drift by less than a second meanwhile. */
const KEEP = 10 * 60_000;

interface Options {
  /** Asks the database, in milliseconds since the epoch. */
  ask: () => Promise<number>;
  logger: LoggerService;
}

/**
 * The clock of the database, which all replicas have in common, without asking it every time: it is set once in a
 * while, and goes on by a clock that does not jump.
 */
export class DatabaseClock {
  readonly #options: Options;
  /** What the database is ahead of `performance.now()`. */
  #ahead = Date.now() - performance.now();
  #setAt: number | undefined;
  #asking: Promise<void> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Milliseconds since the epoch; waits for the database the first time only. */
  async now(): Promise<number> {
    const here = performance.now();
    if (this.#setAt === undefined || here - this.#setAt > KEEP) {
      this.#asking ??= this.#set().finally(() => {
        this.#asking = undefined;
      });
      if (this.#setAt === undefined) await this.#asking;
    }
    return performance.now() + this.#ahead;
  }

  async #set(): Promise<void> {
    const asked = performance.now();
    try {
      const now = await this.#options.ask();
      this.#ahead = now - (asked + performance.now()) / 2;
      this.#setAt = performance.now();
    } catch (error) {
      // Our own clock is the next best, and who needs the database itself is told that it is away.
      const { logger } = this.#options;
      logger.warn('The clock of the database was not read', toError(error));
    }
  }
}
