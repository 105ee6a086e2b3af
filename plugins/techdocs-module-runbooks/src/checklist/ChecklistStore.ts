const PREFIX = 'pilothouse.runbook-checklist';
/** Nobody goes on with a checklist of a month ago; it would look done. */
const KEEP_MS = 30 * 24 * 60 * 60_000;
const MOST_ITEMS = 1_000;

/** When each ticked item was ticked, in milliseconds, by its id. */
export type Ticks = Readonly<Record<string, number>>;

const NONE: Ticks = {};

/**
 * Which items of a page somebody has ticked, in this browser. It survives a reload, and follows other tabs. Where the
 * browser keeps nothing, it lasts as long as the page.
 */
export class ChecklistStore {
  readonly #key: string;
  readonly #storage: Storage;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #ticks: Ticks;

  /** @param who - reference of the user @param page - names the page among all documentation */
  constructor(
    who: string,
    page: string,
    options: { storage?: Storage; now?: () => number } = {},
  ) {
    this.#key = [PREFIX, who, page].map(encodeURIComponent).join('/');
    this.#storage = options.storage ?? window.localStorage;
    this.#now = options.now ?? Date.now;
    this.#ticks = this.#load();
  }

  readonly snapshot = (): Ticks => this.#ticks;

  readonly subscribe = (changed: () => void): (() => void) => {
    if (this.#listeners.size === 0) {
      window.addEventListener('storage', this.#onStorage);
    }
    this.#listeners.add(changed);
    return () => {
      this.#listeners.delete(changed);
      if (this.#listeners.size === 0) {
        window.removeEventListener('storage', this.#onStorage);
      }
    };
  };

  set(id: string, ticked: boolean): void {
    const { [id]: _, ...others } = this.#ticks;
    this.#write(ticked ? { ...others, [id]: this.#now() } : others);
  }

  /** Forgets these: ticks of other items, that an edit may bring back, go too. */
  reset(): void {
    this.#write(NONE);
  }

  #write(ticks: Ticks): void {
    this.#ticks = ticks;
    try {
      if (Object.keys(ticks).length === 0) this.#storage.removeItem(this.#key);
      else this.#storage.setItem(this.#key, JSON.stringify(ticks));
    } catch {
      // Full, or switched off: the ticks stay on the page.
    }
    this.#tell();
  }

  #load(): Ticks {
    try {
      const kept: unknown = JSON.parse(
        this.#storage.getItem(this.#key) ?? '{}',
      );
      if (typeof kept !== 'object' || kept === null) return NONE;
      const since = this.#now() - KEEP_MS;
      return Object.fromEntries(
        Object.entries(kept)
          .filter(([, at]) => typeof at === 'number' && at > since)
          .slice(0, MOST_ITEMS),
      );
    } catch {
      return NONE;
    }
  }

  readonly #onStorage = ({ key }: StorageEvent): void => {
    if (key !== null && key !== this.#key) return;
    this.#ticks = this.#load();
    this.#tell();
  };

  #tell(): void {
    for (const changed of [...this.#listeners]) changed();
  }
}
