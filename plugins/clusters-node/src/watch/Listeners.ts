import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';

/** Who wants to be told. One who throws is logged and harms nobody else. */
export class Listeners<T> {
  readonly #listeners = new Set<(news: T) => void>();
  readonly #logger: LoggerService;
  readonly #what: string;

  /** @param what - names the news in the log */
  constructor(logger: LoggerService, what: string) {
    this.#logger = logger;
    this.#what = what;
  }

  add(listener: (news: T) => void): () => void {
    // Wrapped, so that one who listens twice is told twice.
    const own = (news: T) => listener(news);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  tell(news: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(news);
      } catch (error) {
        this.#logger.error(
          `A listener to ${this.#what} failed`,
          toError(error),
        );
      }
    }
  }
}
