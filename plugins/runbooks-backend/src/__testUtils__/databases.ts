import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migrate } from '../database/openDatabase';

const POSTGRES = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

/**
 * Databases with the plugin's tables: SQLite, and PostgreSQL where its address is given, as `yarn test:real` does.
 * To be called at the top of a file.
 */
export function testDatabases() {
  const databases = TestDatabases.create({
    ids: process.env[POSTGRES] ? ['SQLITE_3', 'POSTGRES_15'] : ['SQLITE_3'],
    disableDocker: true,
  });
  return {
    ids: databases.eachSupportedId(),
    async create(id: Parameters<typeof databases.init>[0]): Promise<Knex> {
      const knex = await databases.init(id);
      await migrate(knex);
      return knex;
    },
  };
}
