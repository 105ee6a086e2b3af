/** Makes one abort signal of a caller's and a time limit, and lets go of both when it is closed. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #onAbort = () => this.#controller.abort(this.#outer?.reason);
  #timer: NodeJS.Timeout | undefined;
  #overdue: NodeJS.Immediate | undefined;

  constructor(options: { ms?: number; signal?: AbortSignal }) {
    this.#outer = options.signal;
    if (this.#outer?.aborted) this.#onAbort();
    this.#outer?.addEventListener('abort', this.#onAbort, { once: true });
    if (options.ms !== undefined) this.restart(options.ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The time counts from now on. */
  restart(ms: number): void {
    this.lift();
    const startedAt = Date.now();
    this.#timer = setTimeout(() => {
      const tookMs = Date.now() - startedAt;
      // What came while this process was busy is read first: only what has not come is late.
      this.#overdue = setImmediate(() =>
        this.#controller.abort(new TimeoutError(ms, tookMs)),
      );
    }, ms);
    this.#timer.unref();
  }

  /** From now on only the caller ends it. */
  lift(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#overdue);
  }

  /** Ends what is under way. */
  abort(reason?: Error): void {
    this.#controller.abort(reason);
  }

  close(): void {
    this.lift();
    this.#outer?.removeEventListener('abort', this.#onAbort);
  }
}

/** How much later than it was due a timer may come before we have to blame ourselves. */
const BUSY = 500;

export class TimeoutError extends Error {
  /** This process was busy for so long that it cannot say who was late. */
  readonly busy: boolean;

  constructor(ms: number, tookMs = ms) {
    super(`no answer within ${ms / 1000} s`);
    this.name = 'TimeoutError';
    this.busy = tookMs > ms + BUSY;
  }
}

/**
 * Undici looks at the signal only when it has a connection, which may take long to come, and gives the request up then.
 */
export async function untilAborted<T>(
  answering: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let giveUp = () => {};
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    return await Promise.race([answering, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
