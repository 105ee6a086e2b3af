/**
 * Does something at once, and then at most once per interval; a call that came too early is made up for at the end of
 * it. So the first change is told without delay, and the last one is never lost.
 */
export class LeadingThrottle {
  readonly #intervalMs: number;
  readonly #run: () => void;
  #timer: NodeJS.Timeout | undefined;
  #pending = false;

  constructor(intervalMs: number, run: () => void) {
    this.#intervalMs = intervalMs;
    this.#run = run;
  }

  /** Nothing was asked for within the last interval. */
  get idle(): boolean {
    return this.#timer === undefined;
  }

  call(): void {
    if (this.#timer) {
      this.#pending = true;
      return;
    }
    this.#timer = setTimeout(() => this.#elapsed(), this.#intervalMs);
    this.#timer.unref();
    this.#run();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = false;
  }

  #elapsed(): void {
    this.#timer = undefined;
    if (!this.#pending) return;
    this.#pending = false;
    this.call();
  }
}
