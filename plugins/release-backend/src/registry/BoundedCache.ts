/** Remembers so many values, each for so long; what was not asked for lately goes first. */
export class BoundedCache<V> {
  readonly #entries = new Map<string, { value: V; until: number }>();
  readonly #options: { size: number; keepMs: number; clock: () => number };

  /** @param options - `keepMs` may be `Infinity` */
  constructor(options: { size: number; keepMs: number; clock: () => number }) {
    this.#options = options;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    if (entry.until <= this.#options.clock()) return undefined;
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** @param keepMs - for this one, when not as long as the others */
  set(key: string, value: V, keepMs = this.#options.keepMs): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: this.#options.clock() + keepMs });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#options.size) this.#entries.delete(oldest);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
