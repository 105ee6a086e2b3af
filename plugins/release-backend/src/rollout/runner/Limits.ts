import { Limit } from './Limit';

/** A limit for each name, such as that of a cluster: who has to wait waits for those of the same name only. */
export class Limits {
  readonly #most: number;
  readonly #limits = new Map<string, { limit: Limit; users: number }>();

  constructor(most: number) {
    this.#most = most;
  }

  async run<T>(name: string, task: () => Promise<T>): Promise<T> {
    const used = this.#limits.get(name) ?? {
      limit: new Limit(this.#most),
      users: 0,
    };
    this.#limits.set(name, used);
    used.users += 1;
    try {
      return await used.limit.run(task);
    } finally {
      used.users -= 1;
      if (used.users === 0) this.#limits.delete(name);
    }
  }
}
