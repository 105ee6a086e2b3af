/** Waits for a while, or until it is woken. */
export class Pause {
  #end: (() => void) | undefined;
  #wakes = false;

  /** Resolves when the time is over, when woken, or when aborted. */
  async wait(ms: number, wakes: boolean, signal: AbortSignal): Promise<void> {
    if (ms <= 0 || signal.aborted) return;
    await new Promise<void>(resolve => {
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.#end = undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      timer.unref();
      signal.addEventListener('abort', end, { once: true });
      this.#wakes = wakes;
      this.#end = end;
    });
  }

  /** Ends it, if it may be woken. */
  wake(): void {
    if (this.#wakes) this.#end?.();
  }

  /** Ends it, whatever it was for. */
  end(): void {
    this.#end?.();
  }
}
