import type { Knex } from 'knex';
import * as z from 'zod';
import { pageRecordSchema, type PageRecord } from '../pages/parsePage';
import type { StoredPage } from '../pages/toRunbooks';

const SOURCES = 'runbooks_sources';
const PAGES = 'runbooks_pages';
const INDEX = 'runbooks_index';
/** Parameters of one statement of SQLite are limited. */
const ROWS_AT_ONCE = 50;

const bigint = z.coerce.number();
const optionalBigint = bigint.nullable().transform(value => value ?? undefined);
const optionalText = z
  .string()
  .nullable()
  .transform(value => value ?? undefined);

const problemSchema = z.object({
  code: z.enum(['unreadable', 'cut']),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type SourceProblem = z.infer<typeof problemSchema>;

const problemColumn = z
  .string()
  .nullable()
  .transform(text =>
    text === null ? undefined : problemSchema.parse(JSON.parse(text)),
  );

const sourceRow = z
  .object({
    entity_ref: z.string(),
    target: z.string(),
    etag: optionalText,
    reader: z.coerce.number(),
    problem: problemColumn,
  })
  .transform(({ entity_ref, ...source }) => ({
    entityRef: entity_ref,
    ...source,
  }));

/** The documentation of an entity, as it was read last. */
export interface StoredSource {
  entityRef: string;
  /** What was read: `url:…` or `dir:…`. */
  target: string;
  etag?: string;
  /** Version of the code that read it. */
  reader: number;
  problem?: SourceProblem;
}

const pageRow = z
  .object({
    entity_ref: z.string(),
    page: z
      .string()
      .transform(text => pageRecordSchema.parse(JSON.parse(text))),
    changed_at: optionalBigint,
  })
  .transform(({ entity_ref, page, changed_at }) => ({
    entityRef: entity_ref,
    page: { record: page, changedAt: changed_at } satisfies StoredPage,
  }));

/** A page to be kept. */
export interface NewPage {
  record: PageRecord;
  hash: string;
  markdown: string;
  searched: string;
  changedAt?: number;
}

/** What the index has read, so that it is there after a restart and for every replica. */
export class RunbookStore {
  readonly #knex: Knex;

  /** @param knex - a database as `openDatabase` gives it */
  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** How fresh the index is: the version is another one whenever something in it has changed. */
  async freshness(): Promise<{ version: number; indexedAt?: number }> {
    const row: unknown = await this.#knex(INDEX).where({ id: 1 }).first();
    return z
      .object({ version: bigint, indexed_at: optionalBigint })
      .transform(({ version, indexed_at }) => ({
        version,
        indexedAt: indexed_at,
      }))
      .parse(row);
  }

  async sources(): Promise<StoredSource[]> {
    const rows: unknown[] = await this.#knex(SOURCES).select(
      'entity_ref',
      'target',
      'etag',
      'reader',
      'problem',
    );
    return z.array(sourceRow).parse(rows);
  }

  /** All pages, without their text, by the entity whose documentation they are in. */
  async pages(): Promise<Map<string, StoredPage[]>> {
    const rows: unknown[] = await this.#knex(PAGES).select(
      'entity_ref',
      'page',
      'changed_at',
    );
    const pages = new Map<string, StoredPage[]>();
    for (const { entityRef, page } of z.array(pageRow).parse(rows)) {
      const beside = pages.get(entityRef);
      if (beside) beside.push(page);
      else pages.set(entityRef, [page]);
    }
    return pages;
  }

  async markdown(entityRef: string, path: string): Promise<string | undefined> {
    const row: unknown = await this.#knex(PAGES)
      .where({ entity_ref: entityRef, path })
      .first('markdown');
    return row === undefined
      ? undefined
      : z.object({ markdown: z.string() }).parse(row).markdown;
  }

  /** @returns pages in whose text all words are, as {@link pageKey} names them */
  async search(words: readonly string[]): Promise<Set<string>> {
    const query = this.#knex(PAGES).select('entity_ref', 'path');
    for (const word of words) {
      const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
      query.whereRaw("searched LIKE ? ESCAPE '\\'", [pattern]);
    }
    const rows: unknown[] = await query;
    return new Set(
      z
        .array(z.object({ entity_ref: z.string(), path: z.string() }))
        .parse(rows)
        .map(({ entity_ref, path }) => pageKey(entity_ref, path)),
    );
  }

  /** Keeps what was read of an entity's documentation in the place of what was there. */
  async replace(
    source: StoredSource,
    pages: readonly NewPage[],
    now: number,
  ): Promise<void> {
    const { entityRef } = source;
    await this.#knex.transaction(async transaction => {
      // First: its row is the lock of the pages, where two replicas read the same.
      await writeSource(transaction, source, now);
      const before = await changesOf(transaction, entityRef);
      await transaction(PAGES).where({ entity_ref: entityRef }).delete();
      const rows = pages.map(
        ({ record, hash, markdown, searched, changedAt }) => ({
          entity_ref: entityRef,
          path: record.path,
          page: JSON.stringify(record),
          hash,
          // An archive gives every file the time of its latest commit: what is the same was changed before.
          changed_at:
            before.get(`${record.path}\0${hash}`) ?? changedAt ?? null,
          markdown,
          searched,
        }),
      );
      for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
        await transaction(PAGES).insert(rows.slice(at, at + ROWS_AT_ONCE));
      }
      await bump(transaction);
    });
  }

  /** Keeps what is known of the source alone; its pages stay as they are. */
  async note(source: StoredSource, now: number): Promise<void> {
    await this.#knex.transaction(async transaction => {
      await writeSource(transaction, source, now);
      await bump(transaction);
    });
  }

  /** The catalog has these still. */
  async seen(entityRefs: readonly string[], now: number): Promise<void> {
    for (let at = 0; at < entityRefs.length; at += 500) {
      await this.#knex(SOURCES)
        .whereIn('entity_ref', entityRefs.slice(at, at + 500))
        .update({ seen_at: now });
    }
  }

  /** Forgets what the catalog has had no more since then, and says that all was read. */
  async finish(unseenSince: number, now: number): Promise<void> {
    await this.#knex.transaction(async transaction => {
      const gone: unknown[] = await transaction(SOURCES)
        .where('seen_at', '<', unseenSince)
        .pluck('entity_ref');
      const refs = z.array(z.string()).parse(gone);
      for (const entityRef of refs) {
        await transaction(PAGES).where({ entity_ref: entityRef }).delete();
        await transaction(SOURCES).where({ entity_ref: entityRef }).delete();
      }
      if (refs.length > 0) await bump(transaction);
      await transaction(INDEX).where({ id: 1 }).update({ indexed_at: now });
    });
  }
}

/** Names a page of all documentation. */
export function pageKey(entityRef: string, path: string): string {
  return `${entityRef}\0${path}`;
}

async function changesOf(
  transaction: Knex.Transaction,
  entityRef: string,
): Promise<Map<string, number>> {
  const rows: unknown[] = await transaction(PAGES)
    .where({ entity_ref: entityRef })
    .whereNotNull('changed_at')
    .select('path', 'hash', 'changed_at');
  const row = z.object({
    path: z.string(),
    hash: z.string(),
    changed_at: bigint,
  });
  return new Map(
    z
      .array(row)
      .parse(rows)
      .map(({ path, hash, changed_at }) => [`${path}\0${hash}`, changed_at]),
  );
}

async function writeSource(
  transaction: Knex.Transaction,
  source: StoredSource,
  now: number,
): Promise<void> {
  const { entityRef, target, etag, reader, problem } = source;
  const row = {
    target,
    etag: etag ?? null,
    reader,
    problem: problem ? JSON.stringify(problem) : null,
    seen_at: now,
  };
  await transaction(SOURCES)
    .insert({ entity_ref: entityRef, ...row })
    .onConflict('entity_ref')
    .merge(row);
}

async function bump(transaction: Knex.Transaction): Promise<void> {
  await transaction(INDEX).where({ id: 1 }).increment('version', 1);
}
