import type { Knex } from 'knex';
import * as z from 'zod';

export function isPostgres(knex: Knex): boolean {
  return knex.client.config.client === 'pg';
}

export function isSqlite(knex: Knex): boolean {
  return String(knex.client.config.client).includes('sqlite3');
}

/**
 * The clock of the database in milliseconds since the epoch, for the inside of a statement. The real time, not that of
 * the transaction's beginning: a transaction may have waited for a lock.
 */
export function nowSql(knex: Knex): string {
  return isPostgres(knex)
    ? 'CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint)'
    : "CAST(ROUND(unixepoch('subsec') * 1000) AS bigint)";
}

const rowsSchema = z.array(z.record(z.string(), z.unknown()));

/** The rows of a raw statement: each driver has them elsewhere. */
export function rowsOf(result: unknown): Record<string, unknown>[] {
  return rowsSchema.parse(
    Array.isArray(result)
      ? result
      : z.object({ rows: z.unknown() }).parse(result).rows,
  );
}

/** Reads a `bigint` column, which PostgreSQL's driver gives as text. */
export const bigint = z.coerce.number();

/** The clock of the database, in milliseconds since the epoch. */
export async function databaseNow(knex: Knex): Promise<number> {
  const [row] = rowsOf(await knex.raw(`SELECT ${nowSql(knex)} AS now`));
  return bigint.parse(row.now);
}
