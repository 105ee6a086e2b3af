import { RegistryError } from './RegistryError';

/** So many failures in a row are no accident. */
const FAILURES = 4;
const REST_MS = 5_000;
const LONGEST_REST_MS = 60_000;

/** Leaves a registry alone for a moment after it has failed several times in a row, or has asked for it. */
export class Breaker {
  readonly #clock: () => number;
  #failures = 0;
  #until = 0;
  #last: RegistryError | undefined;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** @throws RegistryError, the one that it broke at */
  async run<V>(work: () => Promise<V>): Promise<V> {
    if (this.#last && this.#clock() < this.#until) throw this.#last;
    try {
      const value = await work();
      this.#failures = 0;
      return value;
    } catch (error) {
      if (error instanceof RegistryError) this.#count(error);
      throw error;
    }
  }

  #count(error: RegistryError): void {
    if (error.failure === 'busy') {
      this.#rest(error, error.retryAfterMs ?? REST_MS);
    } else if (error.failure === 'away') {
      this.#failures += 1;
      if (this.#failures >= FAILURES) this.#rest(error, REST_MS);
    } else {
      // It answers.
      this.#failures = 0;
    }
  }

  #rest(error: RegistryError, forMs: number): void {
    this.#last = error;
    this.#until = this.#clock() + Math.min(forMs, LONGEST_REST_MS);
  }
}
