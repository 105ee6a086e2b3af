import type { RolloutStore } from '../../rollout/ports';

type Moment = 'before' | 'after';

/** A way to a store that can be cut: then it refuses, or what goes there never comes back. */
export class CuttableStore {
  state: 'there' | 'away' | 'stalled' = 'there';
  readonly store: RolloutStore;
  #stall: { calls: number; moment: Moment; stalled: () => void } | undefined;

  constructor(store: RolloutStore) {
    this.store = new Proxy(store, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          this.#count('before');
          await this.#pass();
          const answer = await value.apply(target, args);
          this.#count('after');
          await this.#pass();
          return answer;
        };
      },
    });
  }

  /**
   * Stalls at one of the next calls: before the store hears of it, or after it was done and before that is told.
   *
   * @returns resolves when it does
   */
  stallAt(calls: number, moment: Moment): Promise<void> {
    return new Promise(stalled => {
      this.#stall = { calls, moment, stalled };
    });
  }

  #count(moment: Moment): void {
    const stall = this.#stall;
    if (stall?.moment !== moment) return;
    stall.calls -= 1;
    if (stall.calls > 0) return;
    this.#stall = undefined;
    this.state = 'stalled';
    stall.stalled();
  }

  async #pass(): Promise<void> {
    if (this.state === 'away') throw new Error('The database is away');
    if (this.state === 'stalled') await new Promise(() => {});
  }
}
