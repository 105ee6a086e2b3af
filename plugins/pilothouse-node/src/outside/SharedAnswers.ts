interface Kept<T> {
  answer: Promise<T>;
  /** Ends the question when nobody waits for it any more. */
  controller: AbortController;
  waiting: number;
  settled: boolean;
  until: number;
}

export interface SharedAnswersOptions {
  /** An answer is good for so long, in milliseconds. */
  keepMs: number;
  /** Answers at the same time; the oldest goes first. */
  most: number;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

/**
 * One question for everybody who asks the same at the same time, and for those who ask again within moments. Who leaves
 * leaves alone: the question is called off only when the last has left. What failed is not kept.
 *
 * The key has to name everything that the answer depends on; whether the asker may know it is asked before.
 */
export class SharedAnswers<T> {
  readonly #options: Required<SharedAnswersOptions>;
  readonly #kept = new Map<string, Kept<T>>();

  constructor({ clock = Date.now, ...options }: SharedAnswersOptions) {
    this.#options = { clock, ...options };
  }

  /** @throws what `ask` throws; what the signal says when it is aborted */
  async get(
    key: string,
    ask: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    signal?.throwIfAborted();
    const now = this.#options.clock();
    const known = this.#kept.get(key);
    const entry = known && now < known.until ? known : this.#start(key, ask);
    entry.waiting += 1;
    try {
      return await raceAbort(entry.answer, signal);
    } finally {
      entry.waiting -= 1;
      if (entry.waiting === 0 && !entry.settled) {
        entry.controller.abort();
        if (this.#kept.get(key) === entry) this.#kept.delete(key);
      }
    }
  }

  #start(key: string, ask: (signal: AbortSignal) => Promise<T>): Kept<T> {
    const { keepMs, most, clock } = this.#options;
    const controller = new AbortController();
    const entry: Kept<T> = {
      answer: Promise.resolve().then(() => ask(controller.signal)),
      controller,
      waiting: 0,
      settled: false,
      // Until it is there, everybody waits for it.
      until: Number.POSITIVE_INFINITY,
    };
    entry.answer.then(
      () => {
        entry.settled = true;
        entry.until = clock() + keepMs;
      },
      () => {
        entry.settled = true;
        if (this.#kept.get(key) === entry) this.#kept.delete(key);
      },
    );
    this.#kept.delete(key);
    this.#prune(clock());
    this.#kept.set(key, entry);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= most) break;
      this.#kept.delete(oldest);
    }
    return entry;
  }

  /** Answers may be large: none is held longer than it is good for, as soon as anybody asks anything. */
  #prune(now: number): void {
    for (const [key, { until }] of this.#kept) {
      if (until <= now) this.#kept.delete(key);
    }
  }
}

async function raceAbort<T>(
  answer: Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  if (!signal) return answer;
  let leave = () => {};
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([answer, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
