/** Makes one abort signal of a caller's and a time limit, and lets go of both when it is closed. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #onAbort = () => this.#controller.abort(this.#outer?.reason);
  #timer: NodeJS.Timeout | undefined;

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
    this.#timer = setTimeout(
      () => this.#controller.abort(new TimeoutError(ms)),
      ms,
    );
    this.#timer.unref();
  }

  /** From now on only the caller ends it. */
  lift(): void {
    clearTimeout(this.#timer);
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

export class TimeoutError extends Error {
  constructor(ms: number) {
    super(`no answer within ${ms / 1000} s`);
    this.name = 'TimeoutError';
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
