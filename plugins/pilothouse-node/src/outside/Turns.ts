import { OutsideError } from './OutsideError';

export interface TurnsOptions {
  /** As people call the system: `SkyWalking prod`. */
  name: string;
  /** What is done at the same time. */
  atOnce: number;
  /** Who may wait; more are turned away. */
  waiting: number;
}

/** For whom something is done. */
export interface Asker {
  /** Whose turns they are. */
  person: string;
  signal: AbortSignal;
}

/**
 * Lets only so many do something at the same time; the others wait for their turn. Turns go round by person: whoever asks
 * for much has no more of them than whoever asks for little, never takes the last place, and fills half of the waiting
 * room at most.
 */
export class Turns {
  readonly #options: TurnsOptions;
  /** Those who wait, in the order in which it is their turn. */
  readonly #queues = new Map<string, Set<() => void>>();
  readonly #busyOf = new Map<string, number>();
  #busy = 0;
  #waiting = 0;

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  /**
   * @throws OutsideError `throttled` when too many wait; what the signal says when it is aborted
   */
  async run<T>(work: () => Promise<T>, asker: Asker): Promise<T> {
    await this.#enter(asker);
    try {
      return await work();
    } finally {
      this.#leave(asker.person);
    }
  }

  async #enter({ person, signal }: Asker): Promise<void> {
    signal.throwIfAborted();
    if (this.#mayBegin(person)) {
      this.#begin(person);
      return;
    }
    const { name, waiting } = this.#options;
    const own = this.#queues.get(person) ?? new Set();
    if (this.#waiting >= waiting || own.size >= Math.ceil(waiting / 2)) {
      throw new OutsideError(`${name} has too many questions waiting`, {
        fault: 'throttled',
      });
    }
    await new Promise<void>((resolve, reject) => {
      const begun = new AbortController();
      const turn = () => {
        begun.abort();
        resolve();
      };
      this.#queues.set(person, own.add(turn));
      this.#waiting += 1;
      signal.addEventListener(
        'abort',
        () => {
          this.#forget(person, turn);
          reject(signal.reason);
        },
        { once: true, signal: begun.signal },
      );
    });
  }

  #leave(person: string): void {
    const busy = (this.#busyOf.get(person) ?? 1) - 1;
    if (busy > 0) this.#busyOf.set(person, busy);
    else this.#busyOf.delete(person);
    this.#busy -= 1;
    for (const [next, turns] of this.#queues) {
      if (!this.#mayBegin(next)) continue;
      const [turn] = turns;
      this.#forget(next, turn);
      // The next time it is somebody else's turn.
      this.#queues.delete(next);
      if (turns.size > 0) this.#queues.set(next, turns);
      this.#begin(next);
      turn();
      return;
    }
  }

  /** The last place is kept for who has none. */
  #mayBegin(person: string): boolean {
    const { atOnce } = this.#options;
    const most = Math.max(1, atOnce - 1);
    return this.#busy < atOnce && (this.#busyOf.get(person) ?? 0) < most;
  }

  #begin(person: string): void {
    this.#busy += 1;
    this.#busyOf.set(person, (this.#busyOf.get(person) ?? 0) + 1);
  }

  #forget(person: string, turn: () => void): void {
    const turns = this.#queues.get(person);
    if (!turns?.delete(turn)) return;
    this.#waiting -= 1;
    if (turns.size === 0) this.#queues.delete(person);
  }
}
