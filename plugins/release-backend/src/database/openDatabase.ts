import {
  resolvePackagePath,
  type DatabaseService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { Knex } from 'knex';
import { isPostgres, isSqlite } from './dialect';

const MIGRATIONS = resolvePackagePath(
  '@pilothouse/plugin-release-backend',
  'migrations',
);

/** Brings the tables of the plugin up to date. */
export async function migrate(knex: Knex): Promise<void> {
  await knex.migrate.latest({ directory: MIGRATIONS });
}

/**
 * The plugin's database with its tables, ready for use.
 *
 * @throws InputError for a kind of database that is not served
 */
export async function openDatabase(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  if (!isPostgres(knex) && !isSqlite(knex)) {
    throw new InputError(
      `Configuration backend.database.client is "${knex.client.config.client}": rollouts are kept in PostgreSQL ("pg") or, for one backend alone, in SQLite ("better-sqlite3")`,
    );
  }
  if (!database.migrations?.skip) await migrate(knex);
  return knex;
}
