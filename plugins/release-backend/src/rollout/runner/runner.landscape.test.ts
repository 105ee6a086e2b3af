import { TestDatabases } from '@backstage/backend-test-utils';
import { describeRollouts } from '../../__testUtils__/rollout/rolloutSuite';
import { startLandscapeAccounts } from '../../__testUtils__/rollout/startLandscapeAccounts';
import { migrate } from '../../database/openDatabase';
import { DatabaseRolloutStore } from '../DatabaseRolloutStore';

jest.setTimeout(120_000);

describe('a rollout on the simulated company', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  describeRollouts({
    company: startLandscapeAccounts,
    store: async () => {
      const knex = await databases.init('SQLITE_3');
      await migrate(knex);
      return new DatabaseRolloutStore(knex);
    },
  });
});
