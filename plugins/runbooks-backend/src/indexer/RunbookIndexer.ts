import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  DEFAULT_NAMESPACE,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { createHash } from 'node:crypto';
import type {
  NewPage,
  RunbookStore,
  SourceProblem,
  StoredSource,
} from '../database/RunbookStore';
import { parsePage } from '../pages/parsePage';
import type { Docs, DocsPage } from '../sources/Docs';
import { DOCS_REASONS, DocsError } from '../sources/DocsError';
import type { DocsReader } from '../sources/DocsReader';
import { placeOf, type DocsPlace } from '../sources/placeOf';
import { documentedEntities } from './documentedEntities';
import { searchedText } from './searchedText';

/** Changes with what is read out of a page: then everything is read again, whatever its etag. */
const READER = 1;
/** Repositories that are read at the same time. */
const AT_ONCE = 4;
/** The catalog may lose an entity for a moment, while its location is read anew. Nobody sees it meanwhile. */
const KEEP_UNSEEN = 60 * 60_000;
/** What the database and the contract have room for. */
const LONGEST_MARKDOWN = 190_000;
const LONGEST_PATH = 300;

export interface RunbookIndexerOptions {
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  catalog: Pick<CatalogService, 'streamEntities'>;
  integrations: ScmIntegrationRegistry;
  logger: LoggerService;
  reader: Pick<DocsReader, 'read'>;
  store: RunbookStore;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

/** Reads the documentation of all entities, and keeps what of it is a runbook. */
export class RunbookIndexer {
  readonly #options: RunbookIndexerOptions;

  constructor(options: RunbookIndexerOptions) {
    this.#options = options;
  }

  /**
   * Reads what has changed since the last time. Documentation that cannot be read keeps its runbooks, and is named.
   *
   * @throws Error when the catalog or the database do not answer; what was kept until then stays
   */
  async run(signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#options;
    const known = new Map(
      (await store.sources()).map(source => [source.entityRef, source]),
    );
    for await (const entities of documentedEntities(this.#options)) {
      signal.throwIfAborted();
      await store.seen(entities.map(stringifyRef), clock());
      const waiting = entities.values();
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          for (const entity of waiting) {
            await this.#refresh(
              entity,
              known.get(stringifyRef(entity)),
              signal,
            );
          }
        }),
      );
    }
    await store.finish(clock() - KEEP_UNSEEN, clock());
  }

  async #refresh(
    entity: Entity,
    known: StoredSource | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { integrations, reader, store, clock } = this.#options;
    const entityRef = stringifyRef(entity);
    let place: DocsPlace | undefined;
    try {
      place = placeOf(entity, integrations);
      const target = `${place.type}:${place.target}`;
      const isSame = known?.target === target && known.reader === READER;
      const docs = await reader.read(place, {
        etag: isSame ? known.etag : undefined,
        signal,
      });
      const source = { entityRef, target, reader: READER };
      if (!docs) {
        const problem =
          known?.problem?.code === 'cut' ? known.problem : undefined;
        if (known?.problem && !problem) {
          await store.note({ ...source, etag: known.etag }, clock());
        }
        return;
      }
      const { pages, problem } = this.#read(entity, docs);
      await store.replace(
        { ...source, etag: docs.etag, problem },
        pages,
        clock(),
      );
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof DocsError)) throw error;
      await this.#failed(entityRef, known, error);
    }
  }

  #read(
    entity: Entity,
    docs: Docs,
  ): { pages: NewPage[]; problem?: SourceProblem } {
    const entityRef = stringifyRef(entity);
    const { namespace = DEFAULT_NAMESPACE } = entity.metadata;
    const pages = docs.pages.flatMap(page =>
      isNameable(page) ? toNewPage(page, entityRef, namespace) : [],
    );
    const params = { entityRef, shown: docs.pages.length };
    return {
      pages,
      problem: docs.isCut ? { code: 'cut', params } : undefined,
    };
  }

  /** Says so when it is news: a repository may be away for a week. */
  async #failed(
    entityRef: string,
    known: StoredSource | undefined,
    error: DocsError,
  ): Promise<void> {
    const { logger, store, clock } = this.#options;
    const { reason } = error;
    if (known?.problem?.params.reason === reason) return;
    logger.warn(
      `Runbooks of ${entityRef} were not read: ${stringifyError(error)}`,
    );
    const problem: SourceProblem = {
      code: 'unreadable',
      // The error itself names places of this machine.
      params: { entityRef, reason, message: DOCS_REASONS[reason] },
    };
    const before = known ?? { entityRef, target: '', reader: READER };
    await store.note({ ...before, problem }, clock());
  }
}

function stringifyRef(entity: Entity): string {
  return stringifyEntityRef(entity);
}

function isNameable({ path }: DocsPage): boolean {
  return path.length <= LONGEST_PATH && !/\p{Cc}/u.test(path);
}

function toNewPage(
  page: DocsPage,
  entityRef: string,
  namespace: string,
): NewPage[] {
  const parsed = parsePage(page.path, page.text, namespace);
  if (!parsed) return [];
  return [
    {
      record: parsed.record,
      hash: createHash('sha256').update(page.text).digest('hex'),
      markdown: storable(parsed.markdown).slice(0, LONGEST_MARKDOWN),
      searched: storable(searchedText(parsed, entityRef)),
      changedAt: page.changedAt,
    },
  ];
}

/** PostgreSQL keeps no NUL. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
