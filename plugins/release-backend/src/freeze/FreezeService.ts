import { ConflictError, NotFoundError, toError } from '@backstage/errors';
import type {
  CreateFreeze,
  Freeze,
  FreezeMoment,
} from '@pilothouse/plugin-release-common';
import type { Ledger } from '../ledger/Ledger';
import type { DatabaseFreezeStore } from './DatabaseFreezeStore';
import { freezeChange } from './freezeChange';
import { pastMomentsOf } from './pastWindows';
import { covers, momentsOf } from './windows';

/** What another replica did is known after so long; what this one did, at once. */
const KEEP_FREEZES = 2_000;
/** One freeze, shown in a calendar. */
const MAX_WINDOWS = 60;

/** A system in an environment. */
export interface FreezeSubject {
  environment: string;
  /** Reference of a system. */
  system?: string;
}

interface Options {
  store: DatabaseFreezeStore;
  ledger: Ledger;
  /** Those of the configuration. */
  configured: readonly Freeze[];
  /** Milliseconds of a clock that does not jump. */
  clock: () => number;
  /** Told after a freeze was made or ended. */
  changed: () => void;
}

/** The freezes of the configuration and of people: which hold, which will, and how they come and go. */
export class FreezeService {
  readonly #options: Options;
  #kept?: { freezes: Promise<readonly Freeze[]>; until: number };

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * The freezes that hold for a system in an environment, the one that holds longest first. From memory, for the most
   * part; rejects while the database is away, because nobody knows then.
   *
   * @param subject - `at` is in milliseconds since the epoch, by the clock of the database
   */
  async activeFor(
    subject: FreezeSubject & { at: number },
  ): Promise<FreezeMoment[]> {
    return this.upcoming({ ...subject, until: subject.at });
  }

  /** The freezes that hold, then those whose next window begins before `until`. */
  async upcoming(
    subject: FreezeSubject & { at: number; until: number },
  ): Promise<FreezeMoment[]> {
    const { at, until } = subject;
    const freezes = await this.#freezes();
    return momentsOf(
      freezes.filter(freeze => covers(freeze, subject)),
      { at, until, perFreeze: 1 },
    );
  }

  /**
   * All freezes that hold or will: the present or next window of each; with `until`, every window that begins before
   * that, up to sixty of each; with `since`, also the windows that ended after that, behind the others.
   */
  async list(
    options: { since?: number; until?: number } = {},
  ): Promise<{ freezes: FreezeMoment[]; now: number }> {
    const { store, configured } = this.#options;
    const at = await store.now();
    const { since, until } = options;
    const freezes = momentsOf(await this.#freezes(), {
      at,
      until: until ?? Infinity,
      perFreeze: until === undefined ? 1 : MAX_WINDOWS,
    });
    if (since === undefined) return { freezes, now: at };
    const past = pastMomentsOf(
      [...configured, ...(await store.listSince(since))],
      { since, at, perFreeze: MAX_WINDOWS },
    );
    return { freezes: [...freezes, ...past], now: at };
  }

  /** One of the configuration or of people, also one that has ended. */
  async get(id: string): Promise<Freeze | undefined> {
    const { store, configured } = this.#options;
    return configured.find(freeze => freeze.id === id) ?? store.get(id);
  }

  /** @param actor - reference of a user, or `service:` and the subject */
  async create(freeze: CreateFreeze, actor: string): Promise<Freeze> {
    const { store } = this.#options;
    return this.#noted(
      freezeChange('create-freeze', freeze, { actor, reason: freeze.reason }),
      () => store.create(freeze, actor),
    );
  }

  /**
   * Ends a freeze that people made; one that has ended already stays as it is.
   *
   * @throws NotFoundError
   * @throws ConflictError for one of the configuration
   */
  async end(
    id: string,
    { actor, reason }: { actor: string; reason: string },
  ): Promise<Freeze> {
    const { store, configured } = this.#options;
    if (configured.some(freeze => freeze.id === id)) {
      const name = id.replace(/^config-/, '');
      throw new ConflictError(
        `The freeze "${name}" is set in the configuration of the portal, release.freezes: only a deployment of the portal ends it`,
      );
    }
    const freeze = await store.get(id);
    if (!freeze) throw new NotFoundError(`There is no freeze ${id}`);
    if (freeze.endedAt !== undefined) return freeze;
    return this.#noted(
      freezeChange('end-freeze', freeze, { actor, reason }),
      // Somebody else may have been faster.
      async () =>
        (await store.end(id, actor)) ?? (await store.get(id)) ?? freeze,
    );
  }

  async #noted(
    change: ReturnType<typeof freezeChange>,
    act: () => Promise<Freeze>,
  ): Promise<Freeze> {
    const { ledger, changed } = this.#options;
    const id = await ledger.begin(change);
    try {
      const freeze = await act();
      await ledger.settle(id, { outcome: 'done' });
      return freeze;
    } catch (cause) {
      const message = toError(cause).message.slice(0, 1000);
      await ledger.settle(id, {
        outcome: 'unknown',
        message: { code: 'write-refused', params: { message } },
      });
      throw cause;
    } finally {
      this.#kept = undefined;
      changed();
    }
  }

  /** Every rollout asks at every tick. */
  #freezes(): Promise<readonly Freeze[]> {
    const { store, configured, clock } = this.#options;
    const now = clock();
    if (this.#kept && now < this.#kept.until) return this.#kept.freezes;
    const freezes = store
      .listCurrent()
      .then(ofPeople => [...configured, ...ofPeople]);
    const kept = { freezes, until: now + KEEP_FREEZES };
    this.#kept = kept;
    freezes.catch(() => {
      if (this.#kept === kept) this.#kept = undefined;
    });
    return freezes;
  }
}
