import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  pageFor,
  type Runbook,
  type RunbookDocumentList,
  type RunbookList,
  type RunbookProblem,
  type RunbookQuery,
  type RunbookText,
} from '@pilothouse/plugin-runbooks-common';
import { pageKey, type RunbookStore } from '../database/RunbookStore';
import { wordsOf } from '../indexer/searchedText';
import { inOrder, matches } from './matches';
import { RunbookSnapshot } from './RunbookSnapshot';
import { visibleEntities } from './visibleEntities';

/** As many as an answer has. */
const MOST_ROWS = 1_000;
const MOST_PROBLEMS = 100;
const DOCUMENTS_AT_ONCE = 50;
/** A search index wants words, not the whole of a page. */
const LONGEST_DOCUMENT = 50_000;

export interface RunbookDeskOptions {
  catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  store: RunbookStore;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

/** Answers about runbooks: to each asker, of the entities that the catalog shows to that asker. */
export class RunbookDesk {
  readonly #options: RunbookDeskOptions;
  readonly #snapshot: RunbookSnapshot;

  constructor(options: RunbookDeskOptions) {
    this.#options = options;
    this.#snapshot = new RunbookSnapshot(options.store);
  }

  async list(
    query: RunbookQuery,
    credentials: BackstageCredentials,
  ): Promise<RunbookList> {
    const { runbooks, problems, indexedAt } = await this.#snapshot.get();
    const wanted = await this.#withText(
      runbooks.filter(runbook => matches(runbook, query)),
      query.text,
    );
    const visible = await this.#visible(
      [
        ...wanted.map(({ entityRef }) => entityRef),
        ...problems.map(({ params }) => String(params.entityRef)),
      ],
      credentials,
    );
    const now = new Date(this.#options.clock()).toISOString();
    const owned = wanted.flatMap(runbook => {
      const entity = visible.get(runbook.entityRef);
      if (!entity) return [];
      if (query.owner !== undefined && entity.owner !== query.owner) return [];
      return [{ ...runbook, owner: entity.owner }];
    });
    const cut: RunbookProblem[] =
      owned.length > MOST_ROWS
        ? [
            {
              code: 'list-cut',
              params: { shown: MOST_ROWS, total: owned.length },
            },
          ]
        : [];
    const told = problems.filter(({ params }) =>
      visible.has(String(params.entityRef)),
    );
    return {
      runbooks: inOrder(owned, query, now).slice(0, MOST_ROWS),
      problems: [...cut, ...told].slice(0, MOST_PROBLEMS),
      indexedAt,
      now,
    };
  }

  /** @throws NotFoundError for a runbook that is not there, and for one that may not be seen, alike */
  async get(
    request: { id: string; language?: string },
    credentials: BackstageCredentials,
  ): Promise<RunbookText> {
    const { runbooks } = await this.#snapshot.get();
    const runbook = runbooks.find(({ id }) => id === request.id);
    const entity =
      runbook &&
      (await this.#visible([runbook.entityRef], credentials)).get(
        runbook.entityRef,
      );
    const page = runbook && pageFor(runbook.pages, request.language);
    const markdown =
      entity &&
      page &&
      (await this.#options.store.markdown(runbook.entityRef, page.path));
    if (markdown === undefined || !entity || !page) {
      throw new NotFoundError(
        `There is no runbook ${request.id}, or you may not see it`,
      );
    }
    const { language } = page;
    return { runbook: { ...runbook, owner: entity.owner }, language, markdown };
  }

  /**
   * Pages with their text, in order of their runbooks' ids, for a search index.
   *
   * @param after - where the last answer ended
   */
  async documents(
    after: string | undefined,
    credentials: BackstageCredentials,
  ): Promise<RunbookDocumentList> {
    const { runbooks } = await this.#snapshot.get();
    const rest = runbooks
      .filter(({ id }) => after === undefined || id > after)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const part = rest.slice(0, DOCUMENTS_AT_ONCE);
    const visible = await this.#visible(
      part.map(({ entityRef }) => entityRef),
      credentials,
    );
    const documents = await Promise.all(
      part.flatMap(runbook => {
        const entity = visible.get(runbook.entityRef);
        if (!entity) return [];
        return runbook.pages.map(async page => {
          const text = await this.#options.store.markdown(
            runbook.entityRef,
            page.path,
          );
          return {
            runbook: { ...runbook, owner: entity.owner },
            page,
            text: (text ?? '').slice(0, LONGEST_DOCUMENT),
          };
        });
      }),
    );
    const isLast = rest.length <= part.length;
    return { documents, next: isLast ? undefined : part.at(-1)?.id };
  }

  #visible(entityRefs: string[], credentials: BackstageCredentials) {
    return visibleEntities(this.#options.catalog, entityRefs, credentials);
  }

  async #withText(
    runbooks: Runbook[],
    text: string | undefined,
  ): Promise<Runbook[]> {
    const words = wordsOf(text ?? '');
    if (words.length === 0) return runbooks;
    const found = await this.#options.store.search(words);
    return runbooks.filter(({ entityRef, pages }) =>
      pages.some(({ path }) => found.has(pageKey(entityRef, path))),
    );
  }
}
