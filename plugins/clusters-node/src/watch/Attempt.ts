import { Deadline } from '../connection/deadline';

/** One try to list and watch, from its first request until its stream ends. */
export class Attempt {
  readonly #deadline: Deadline;
  /** Not before anything of it was heard: a request that was sent into a dead connection is as old as that. */
  #heardAt = Number.NEGATIVE_INFINITY;
  #renewed = false;

  constructor(signal: AbortSignal) {
    this.#deadline = new Deadline({ signal });
  }

  /** Of its requests. */
  get signal(): AbortSignal {
    return this.#deadline.signal;
  }

  get heardAt(): number {
    return this.#heardAt;
  }

  /** It was ended by us, to make another one at once. */
  get renewed(): boolean {
    return this.#renewed;
  }

  heard(): void {
    this.#heardAt = Date.now();
  }

  /** From now on it ends when it is not heard for so long. */
  heardWithin(silenceMs: number): void {
    this.heard();
    this.#deadline.restart(silenceMs);
  }

  renew(): void {
    this.#renewed = true;
    this.#deadline.abort();
  }

  close(): void {
    this.#deadline.close();
  }
}
