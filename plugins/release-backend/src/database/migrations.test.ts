import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import fs from 'node:fs';
import { testDatabases } from '../__testUtils__/databases';
import { openDatabase } from './openDatabase';

const directory = resolvePackagePath(
  '@pilothouse/plugin-release-backend',
  'migrations',
);
const databases = testDatabases();

describe.each(databases.ids)('the database on %p', databaseId => {
  it('is made, taken down and made again, step by step', async () => {
    const knex = await databases.create(databaseId);
    const tables = async () => {
      const found = [];
      for (const table of [
        'release_rollouts',
        'release_rollout_events',
        'release_rollout_locks',
        'release_ledger',
        'release_ledger_head',
        'release_freezes',
        'release_operation_turns',
      ]) {
        if (await knex.schema.hasTable(table)) found.push(table);
      }
      return found;
    };
    expect(await tables()).toHaveLength(7);
    const steps = fs.readdirSync(directory).length;
    for (let step = 0; step < steps; step++) {
      await knex.migrate.down({ directory });
    }
    expect(await tables()).toEqual([]);
    await openDatabase(
      mockServices.database.mock({ getClient: async () => knex }),
    );
    expect(await tables()).toHaveLength(7);
  });

  it('is left alone where somebody else makes the tables', async () => {
    const knex = await databases.create(databaseId);
    await knex.migrate.rollback({ directory }, true);
    await openDatabase({
      getClient: async () => knex,
      migrations: { skip: true },
    });
    expect(await knex.schema.hasTable('release_rollouts')).toBe(false);
  });
});

it('is refused where it is neither PostgreSQL nor SQLite', async () => {
  const [[id]] = databases.ids;
  const knex = await databases.create(id);
  const mysql = Object.create(knex, {
    client: { value: { config: { client: 'mysql2' } } },
  });
  await expect(openDatabase({ getClient: async () => mysql })).rejects.toThrow(
    'Configuration backend.database.client is "mysql2"',
  );
});

it('has migrations in the order of their names', () => {
  for (const name of fs.readdirSync(directory)) {
    expect(name).toMatch(/^\d{14}_[a-z-]+\.js$/);
  }
});
