import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { companyPerTest } from '../__testUtils__/companyPerTest';
import { ORDER } from '../__testUtils__/startRelease';

const OUTAGE = Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), {
  code: 'ECONNREFUSED',
});

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const company = companyPerTest();

describe('actions without a database', () => {
  it('say so as over HTTP, and keep where it is to the log', async () => {
    const knex = await databases.init('SQLITE_3');
    await company.start({ knex });
    jest.spyOn(knex.client, 'acquireConnection').mockRejectedValue(OUTAGE);
    for (const [name, input] of [
      ['list-freezes', {}],
      ['list-rollouts', { entityRef: ORDER }],
      ['create-freeze', { kind: 'stop', reason: 'Fire' }],
    ] as const) {
      await expect(
        company.release.actions.invoke({
          id: `test:${name}`,
          input,
          credentials: mockCredentials.user(),
        }),
      ).rejects.toThrow(/^The database of the portal does not answer\./);
    }
    // What needs no database is answered.
    await expect(
      company.release.actions.invoke({
        id: 'test:list-workloads',
        input: { entityRef: ORDER },
        credentials: mockCredentials.user(),
      }),
    ).resolves.toMatchObject({ output: { workloads: expect.any(Array) } });
    jest.restoreAllMocks();
  });
});
