/** Gives places. */
export interface Places {
  /** Waits for a place; rejects when aborted. Returns how to give it back. */
  take(signal: AbortSignal): Promise<() => void>;
}

/** A limited number of places, given in the order of asking. */
export class Slots implements Places {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** Takes a place if there is one now. */
  tryTake(): (() => void) | undefined {
    if (this.#free === 0) return undefined;
    this.#free--;
    return this.#giver();
  }

  async take(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const taken = this.tryTake();
    if (taken) return taken;
    await new Promise<void>((resolve, reject) => {
      const granted = () => {
        signal.removeEventListener('abort', aborted);
        resolve();
      };
      const aborted = () => {
        this.#waiting.delete(granted);
        reject(signal.reason);
      };
      this.#waiting.add(granted);
      signal.addEventListener('abort', aborted, { once: true });
    });
    return this.#giver();
  }

  /** So many of these places: who takes them this way leaves the others to the rest. */
  atMost(count: number): Places {
    const own = new Slots(count);
    return {
      take: async signal => {
        const giveOwn = await own.take(signal);
        try {
          const give = await this.take(signal);
          return () => {
            give();
            giveOwn();
          };
        } catch (error) {
          giveOwn();
          throw error;
        }
      },
    };
  }

  #giver(): () => void {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const [next] = this.#waiting;
      if (next) {
        // The place goes from hand to hand.
        this.#waiting.delete(next);
        next();
      } else {
        this.#free++;
      }
    };
  }
}
