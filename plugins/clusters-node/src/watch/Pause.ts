/** Waits for a while, or until it is woken. */
export class Pause {
  #end: (() => void) | undefined;

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
      if (wakes) this.#end = end;
    });
  }

  wake(): void {
    this.#end?.();
  }
}
