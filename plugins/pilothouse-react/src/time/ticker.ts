/** One timer for all the ages on a page, however many there are. */
export class Ticker {
  readonly #listeners = new Map<() => void, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Calls `listener` at every multiple of `stepMs` of the clock. */
  subscribe(listener: () => void, stepMs: number): () => void {
    // The same function may be given twice, by two components.
    const own = () => listener();
    this.#listeners.set(own, stepMs);
    this.#schedule();
    return () => {
      this.#listeners.delete(own);
      this.#schedule();
    };
  }

  #schedule() {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#listeners.size === 0) return;
    const step = Math.min(...this.#listeners.values());
    const last = Date.now();
    this.#timer = setTimeout(
      () => this.#tick(last),
      step - (last % step) || step,
    );
  }

  #tick(last: number) {
    const now = Date.now();
    for (const [listener, step] of [...this.#listeners]) {
      if (Math.floor(now / step) !== Math.floor(last / step)) listener();
    }
    this.#schedule();
  }
}
