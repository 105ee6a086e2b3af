/** A pause that ends when its time is over, or somebody calls. A call in between is kept for the next pause. */
export class WakeUp {
  #called = false;
  #wake: (() => void) | undefined;

  call(): void {
    this.#called = true;
    this.#wake?.();
  }

  async within(ms: number): Promise<void> {
    if (!this.#called && ms > 0) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>(resolve => {
        this.#wake = resolve;
        timer = setTimeout(resolve, ms);
      });
      clearTimeout(timer);
    } else {
      // Whatever else waits gets its turn, however often somebody calls.
      await new Promise(setImmediate);
    }
    this.#wake = undefined;
    this.#called = false;
  }
}
