import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  releaseWorkloadReadPermission,
  type Change,
  type ChangeList,
} from '@pilothouse/plugin-release-common';
import type { EntityAccess } from '../entity/EntityAccess';
import {
  systemsOfFreezeChange,
  visibleFreezeChange,
} from '../freeze/freezeChange';
import type { EntityReader } from './EntityReader';
import type { Ledger } from './Ledger';
import type { ChangeFilter } from './queryChanges';

/** So many are read at once, and of those the reader sees some. */
const PAGE = 200;
/** Whoever may read next to nothing gets short pages instead of a long wait. */
const MAX_PAGES = 10;

/** What is asked of the ledger; references in full and in lower case, times in milliseconds since the epoch. */
export interface ChangeQuestion {
  entityRef?: string;
  system?: string;
  workloadId?: string;
  rolloutId?: string;
  around?: boolean;
  since?: number;
  until?: number;
  limit: number;
  /** The sequence to continue before. */
  cursor?: number;
}

interface Options {
  ledger: Ledger;
  access: EntityAccess;
  reader: EntityReader;
}

/** A line as the reader may see it; nothing where they may not. */
type Sees = (
  changes: readonly Change[],
) => Promise<(change: Change) => Change | undefined>;

/** The ledger for somebody: without what the reader may not know of. */
export class ChangeService {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * The latest first. A page may hold less than was asked for although there are more: its cursor tells.
   *
   * @throws NotFoundError, NotAllowedError about `entityRef`
   */
  async list(
    question: ChangeQuestion,
    credentials: BackstageCredentials,
  ): Promise<ChangeList> {
    const { limit, cursor, entityRef, around, ...rest } = question;
    const { filter, sees } =
      entityRef === undefined
        ? { filter: {}, sees: this.#everywhere(credentials) }
        : await this.#near(entityRef, around ?? false, credentials);

    const changes: Change[] = [];
    let before = cursor;
    for (let pages = 1; ; pages++) {
      const page = await this.#options.ledger.query({
        ...rest,
        ...filter,
        before,
        limit: PAGE,
      });
      const seen = await sees(page.changes);
      changes.push(...page.changes.flatMap(change => seen(change) ?? []));
      before = page.changes.at(-1)?.sequence;

      const full = changes.length >= limit;
      if (full || !page.more || pages === MAX_PAGES) {
        const shown = changes.slice(0, limit);
        const last = full ? shown.at(-1)?.sequence : before;
        const more = changes.length > limit || page.more;
        return {
          changes: shown,
          cursor: more && last !== undefined ? `${last}` : undefined,
          now: new Date(page.now).toISOString(),
        };
      }
    }
  }

  async #near(
    entityRef: string,
    around: boolean,
    credentials: BackstageCredentials,
  ): Promise<{ filter: Partial<ChangeFilter>; sees: Sees }> {
    const { access, reader } = this.#options;
    await access.open(entityRef, releaseWorkloadReadPermission, credentials);
    if (!around) {
      const filter = { entityRefs: [entityRef] };
      return { filter, sees: async () => change => change };
    }
    const neighbours = await reader.around(entityRef, credentials);
    const readable = await reader.readable(neighbours.entityRefs, credentials);
    return {
      filter: { entityRefs: [entityRef, ...readable], orOfNone: true },
      sees: async () => change =>
        change.entityRef === undefined
          ? // A freeze. That the entity is part of those systems the reader sees by the entity.
            visibleFreezeChange(change, ref => neighbours.systems.includes(ref))
          : change,
    };
  }

  #everywhere(credentials: BackstageCredentials): Sees {
    const { reader } = this.#options;
    const known = new Map<string, boolean>();
    const learn = async (
      refs: readonly string[],
      ask: 'readable' | 'visible',
    ) => {
      const news = [...new Set(refs)].filter(ref => !known.has(ref));
      if (news.length === 0) return;
      const found = await reader[ask](news, credentials);
      for (const ref of news) known.set(ref, found.has(ref));
    };
    return async changes => {
      await learn(
        changes.flatMap(({ entityRef }) => entityRef ?? []),
        'readable',
      );
      await learn(changes.flatMap(systemsOfFreezeChange), 'visible');
      const isKnown = (ref: string) => known.get(ref) ?? false;
      return change => {
        if (change.entityRef === undefined) {
          return visibleFreezeChange(change, isKnown);
        }
        return isKnown(change.entityRef) ? change : undefined;
      };
    };
  }
}
