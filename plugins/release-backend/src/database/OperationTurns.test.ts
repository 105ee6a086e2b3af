import type { Knex } from 'knex';
import { testDatabases } from '../__testUtils__/databases';
import { rolloutDefinition } from '../__testUtils__/rolloutDefinition';
import { DatabaseRolloutStore } from '../rollout/DatabaseRolloutStore';
import { OperationTurns } from './OperationTurns';

const BEIJING = 'prod/prod-beijing/order/order-api';
const SHANGHAI = 'prod/prod-shanghai/order/order-api';

const databases = testDatabases();

describe.each(databases.ids)('OperationTurns on %p', databaseId => {
  let knex: Knex;
  let turns: OperationTurns;
  let store: DatabaseRolloutStore;

  beforeEach(async () => {
    knex = await databases.create(databaseId);
    turns = new OperationTurns(knex);
    store = new DatabaseRolloutStore(knex);
  });

  const start = (workloads: string[], plannedSince?: number) =>
    store.create(rolloutDefinition(workloads), { plannedSince });

  it('gives a workload to one change at a time', async () => {
    await turns.take(BEIJING, 'a');
    await expect(turns.take(BEIJING, 'b')).rejects.toMatchObject({
      name: 'ConflictError',
      message:
        'prod-beijing/order/order-api: change a is on its way; try again in a moment',
    });
    await turns.take(SHANGHAI, 'b');
    // Somebody else's.
    await turns.end(BEIJING, 'b');
    await expect(turns.take(BEIJING, 'c')).rejects.toThrow('change a');
    await turns.end(BEIJING, 'a');
    await turns.take(BEIJING, 'c');
  });

  it('begins no rollout on what is being changed, whatever the environment is called', async () => {
    await turns.take(BEIJING.replace('prod/', 'production/'), 'a');
    await expect(start([SHANGHAI, BEIJING])).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('change a is on its way'),
    });
    await start([SHANGHAI]);
    await expect(store.activeOn([BEIJING])).resolves.toEqual([]);
  });

  it('begins none on what was changed after it was looked at', async () => {
    const before = await store.now();
    await turns.take(BEIJING, 'a');
    await turns.end(BEIJING, 'a');
    await expect(start([BEIJING], before)).rejects.toThrow(
      'changed by an operation since this was planned: plan it again',
    );
    await start([BEIJING], (await store.now()) + 1);
  });

  it('forgets a change whose portal is gone', async () => {
    await turns.take(BEIJING, 'a');
    // What a clock that goes on would do.
    await knex('release_operation_turns').update('until', 1);
    await turns.take(BEIJING, 'b');
    // The one that was given up for gone comes back.
    await turns.end(BEIJING, 'a');
    await expect(start([BEIJING])).rejects.toThrow('change b');
    await knex('release_operation_turns').update('until', 1);
    await start([BEIJING]);
  });

  it('lets an operation or a rollout pass, of two in the same moment, and never both', async () => {
    const operate = async (workload: string) => {
      await turns.take(workload, 'a');
      const rollouts = await store.activeOn([workload]);
      if (rollouts.length > 0) throw new Error('a rollout has it');
    };
    const workloads = Array.from(
      { length: 20 },
      (_, index) => `prod/prod-beijing/order/service-${index}`,
    );
    const passed = await Promise.all(
      workloads.map(async workload => {
        const pair = [start([workload]), operate(workload)];
        const results = await Promise.allSettled(pair);
        return results.filter(({ status }) => status === 'fulfilled').length;
      }),
    );
    expect(passed).toEqual(workloads.map(() => 1));
  });
});
