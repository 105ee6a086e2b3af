import type { RolloutSurroundings } from './ports';

const SECOND = 1000;
/** How long an answer holds. */
const FRESH_MS = 30 * SECOND;
/** After no answer, or a bad one, it is asked again sooner. */
const RETRY_MS = 5 * SECOND;
const TIMEOUT_MS = 10 * SECOND;
/** So often in a row the catalog has to say that an entity is gone: a refresh may drop one for a moment. */
const GONE_AFTER = 3;

/** What is known of an entity: not the catalog's silence, but its word. */
export interface KnownEntity {
  /** Missing until the catalog has answered. */
  annotations?: Readonly<Record<string, string>>;
  gone: boolean;
}

interface Entry extends KnownEntity {
  askAt: number;
  asking: boolean;
  missed: number;
  usedAt: number;
}

interface Options {
  findEntity: RolloutSurroundings['findEntity'];
  /** A clock that does not jump, in milliseconds. */
  monotonic(): number;
}

/** Remembers the entities of active rollouts, so that no tick waits for the catalog. */
export class EntityPresence {
  readonly #options: Options;
  readonly #entries = new Map<string, Entry>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** What is known now; asks anew beside it when that is old. */
  get(entityRef: string): KnownEntity {
    const now = this.#options.monotonic();
    const entry = this.#entries.get(entityRef) ?? {
      gone: false,
      askAt: now,
      asking: false,
      missed: 0,
      usedAt: now,
    };
    entry.usedAt = now;
    this.#entries.set(entityRef, entry);
    if (!entry.asking && entry.askAt <= now) void this.#ask(entityRef, entry);
    return entry;
  }

  /** Forgets those that nobody asked for since then. */
  prune(since: number): void {
    for (const [ref, { usedAt }] of this.#entries) {
      if (usedAt < since) this.#entries.delete(ref);
    }
  }

  async #ask(entityRef: string, entry: Entry): Promise<void> {
    const { findEntity, monotonic } = this.#options;
    entry.asking = true;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const found = await findEntity(entityRef, { signal });
      entry.missed = found ? 0 : entry.missed + 1;
      entry.gone = entry.missed >= GONE_AFTER;
      entry.annotations = found?.annotations ?? entry.annotations;
      entry.askAt = monotonic() + (found ? FRESH_MS : RETRY_MS);
    } catch {
      // It is asked again: what was known of the entity still holds, and nothing ends because the catalog is away.
      entry.askAt = monotonic() + RETRY_MS;
    } finally {
      entry.asking = false;
    }
  }
}
