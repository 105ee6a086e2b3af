import {
  freezeSchema,
  type CreateFreeze,
  type Freeze,
} from '@pilothouse/plugin-release-common';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { ANSWER_WITHIN_MS } from '../database/answerTime';
import { bigint, databaseNow, nowSql } from '../database/dialect';

const FREEZES = 'release_freezes';
/** More of them no calendar shows. */
const MOST_PAST = 500;

const json = z
  .string()
  .nullable()
  .transform((text): unknown => (text === null ? undefined : JSON.parse(text)));
const instant = bigint
  .nullable()
  .transform(at => (at === null ? undefined : new Date(at).toISOString()));

const row = z
  .object({
    id: z.string(),
    kind: z.string(),
    scope: json,
    range: json,
    weekly: json,
    reason: z.string(),
    created_by: z.string(),
    created_at: instant,
    ended_by: z.string().nullable(),
    ended_at: instant,
  })
  .transform(
    ({ created_by, created_at, ended_by, ended_at, ...freeze }): Freeze =>
      freezeSchema.parse({
        ...freeze,
        source: 'people',
        createdBy: created_by,
        createdAt: created_at,
        endedBy: ended_by ?? undefined,
        endedAt: ended_at,
      }),
  );

/** The freezes that people made. */
export class DatabaseFreezeStore {
  readonly #knex: Knex;

  /** @param knex - a database as `openDatabase` gives it */
  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async create(freeze: CreateFreeze, createdBy: string): Promise<Freeze> {
    const at = await this.now();
    // To stop the line is to freeze from now on.
    const range =
      freeze.kind === 'stop'
        ? { from: new Date(at).toISOString() }
        : freeze.range;
    const rows: unknown[] = await this.#knex(FREEZES)
      .insert({
        id: randomUUID(),
        kind: freeze.kind,
        scope: JSON.stringify(freeze.scope),
        range: range ? JSON.stringify(range) : null,
        weekly: freeze.weekly ? JSON.stringify(freeze.weekly) : null,
        reason: freeze.reason,
        over_at: range?.to === undefined ? null : Date.parse(range.to),
        created_by: createdBy,
        created_at: at,
      })
      .returning('*');
    return row.parse(rows[0]);
  }

  /** Those that hold, or will: neither ended nor over. Every tick of a rollout may wait for it. */
  async listCurrent(): Promise<Freeze[]> {
    const knex = this.#knex;
    const rows: unknown[] = await knex(FREEZES)
      .whereNull('ended_at')
      .where(open =>
        open.whereNull('over_at').orWhereRaw(`over_at > ${nowSql(knex)}`),
      )
      .orderBy(['created_at', 'id'])
      .timeout(ANSWER_WITHIN_MS);
    return z.array(row).parse(rows);
  }

  /** Those that held after an instant, or still do, or will; of very many the latest. */
  async listSince(since: number): Promise<Freeze[]> {
    const later = (column: string) => (open: Knex.QueryBuilder) =>
      open.whereNull(column).orWhere(column, '>', since);
    const rows: unknown[] = await this.#knex(FREEZES)
      .where(later('ended_at'))
      .where(later('over_at'))
      .orderBy([{ column: 'created_at', order: 'desc' }, 'id'])
      .limit(MOST_PAST)
      .timeout(ANSWER_WITHIN_MS);
    return z.array(row).parse(rows);
  }

  async get(id: string): Promise<Freeze | undefined> {
    const found: unknown = await this.#knex(FREEZES).where({ id }).first();
    return found === undefined ? undefined : row.parse(found);
  }

  /** @returns nothing when it has ended already, or is not there */
  async end(id: string, endedBy: string): Promise<Freeze | undefined> {
    const rows: unknown[] = await this.#knex(FREEZES)
      .where({ id })
      .whereNull('ended_at')
      .update({
        ended_by: endedBy,
        ended_at: this.#knex.raw(nowSql(this.#knex)),
      })
      .returning('*');
    const [ended] = z.array(row).parse(rows);
    return ended;
  }

  /** The clock of the database, in milliseconds since the epoch. */
  now(): Promise<number> {
    return databaseNow(this.#knex);
  }
}
