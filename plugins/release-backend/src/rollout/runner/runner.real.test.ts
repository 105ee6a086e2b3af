import { TestDatabases } from '@backstage/backend-test-utils';
import { describeRollouts } from '../../__testUtils__/rollout/rolloutSuite';
import { startRealAccounts } from '../../__testUtils__/rollout/startRealAccounts';
import { migrate } from '../../database/openDatabase';
import { DatabaseRolloutStore } from '../DatabaseRolloutStore';

jest.setTimeout(120_000);

describe('a rollout on real control planes and PostgreSQL', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });

  describeRollouts({
    company: startRealAccounts,
    store: async () => {
      const knex = await databases.init('POSTGRES_15');
      await migrate(knex);
      return new DatabaseRolloutStore(knex);
    },
  });
});
