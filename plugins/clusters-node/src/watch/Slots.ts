/** A limited number of places, given in the order of asking. */
export class Slots {
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

  /** Waits for a place; rejects when aborted. Returns how to give it back. */
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
