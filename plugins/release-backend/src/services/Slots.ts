import { TooManyRequestsError } from '@pilothouse/plugin-clusters-node';

/** Counts what somebody has open at the same time, and refuses more than is fair. */
export class Slots {
  readonly #each: number;
  readonly #all: number;
  readonly #taken = new Map<string, number>();
  #total = 0;

  /** @param limits - for each one, and for all together */
  constructor(limits: { each: number; all: number }) {
    this.#each = limits.each;
    this.#all = limits.all;
  }

  /**
   * @param what - what is counted, for who has too much of it
   * @returns gives the slot back
   * @throws TooManyRequestsError
   */
  take(key: string, what = 'logs open'): () => void {
    const taken = this.#taken.get(key) ?? 0;
    if (taken >= this.#each) {
      throw new TooManyRequestsError(
        `You have ${taken} ${what}, which is all that one person can have: close one first`,
      );
    }
    if (this.#total >= this.#all) {
      throw new TooManyRequestsError(
        'Too many people read logs at the moment: try again later',
      );
    }
    this.#taken.set(key, taken + 1);
    this.#total += 1;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.#total -= 1;
      const left = (this.#taken.get(key) ?? 1) - 1;
      if (left > 0) this.#taken.set(key, left);
      else this.#taken.delete(key);
    };
  }
}
