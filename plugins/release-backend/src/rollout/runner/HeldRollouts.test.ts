import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { testDatabases } from '../../__testUtils__/databases';
import { rolloutDefinition } from '../../__testUtils__/rolloutDefinition';
import { DatabaseRolloutStore } from '../DatabaseRolloutStore';
import { reduce } from '../reduce';
import { HeldRollouts } from './HeldRollouts';
import { noRunnerMetrics } from './RunnerMetrics';

const databases = testDatabases();
const BEIJING = 'prod/prod-beijing/order/order-api';

describe('the rollouts that are ours', () => {
  let knex: Knex;
  let store: DatabaseRolloutStore;
  let id: string;
  let clock = 0;
  let logger = mockServices.logger.mock();

  beforeEach(async () => {
    clock = 0;
    logger = mockServices.logger.mock();
    knex = await databases.create('SQLITE_3');
    store = new DatabaseRolloutStore(knex);
    const definition = rolloutDefinition([BEIJING]);
    id = definition.id;
    await store.create(definition, {});
  });

  function hold(owner: string, fold = reduce) {
    return new HeldRollouts({
      owner,
      leaseMs: 10_000,
      store,
      machine: { reduce: fold },
      metrics: noRunnerMetrics,
      logger,
      monotonic: () => clock,
      onDrop: () => {},
    });
  }

  it('are nobody else’s, until they are given back', async () => {
    const [ours, others] = [hold('a'), hold('b')];
    await ours.renew();
    await others.renew();
    expect([ours.size, others.size]).toEqual([1, 0]);
    expect(Math.abs(ours.now() - (await store.now()))).toBeLessThan(1_000);
    await ours.giveBack();
    expect(ours.fresh).toBe(false);
    await others.renew();
    expect(others.get(id)?.lease.epoch).toBe(2);
  });

  it('are sure to be ours for less than the store lets us have them', async () => {
    const ours = hold('a');
    expect(ours.fresh).toBe(false);
    await ours.renew();
    clock = 3_999;
    expect(ours.fresh).toBe(true);
    clock = 4_001;
    expect(ours.fresh).toBe(false);
  });

  it('are taken anew, under another epoch, after they were let go', async () => {
    const ours = hold('a');
    await ours.renew();
    ours.drop(id);
    await ours.renew();
    await ours.renew();
    expect(ours.get(id)?.lease.epoch).toBe(2);
  });

  it('are behind when somebody has asked for something', async () => {
    const ours = hold('a');
    await ours.renew();
    const event = {
      type: 'paused',
      by: 'user:default/a',
      reason: 'x',
    } as const;
    await store.append(id, { sequence: 1, events: [event] });
    await ours.renew();
    expect(ours.get(id)).toMatchObject({ behind: true, lookAt: 0 });
  });

  it('are left to others when they make no sense, which is told once', async () => {
    const ours = hold('a', () => {
      throw new Error('What is that?');
    });
    const others = hold('b');
    await ours.renew();
    expect((await store.get(id))?.unreadableAt).toBeGreaterThan(0);
    await others.renew();
    expect([ours.size, others.size]).toEqual([0, 1]);
    await others.giveBack();
    // It is not taken again and again, though it is tried again now and then.
    await ours.renew();
    expect((await others.renew(), others.get(id)?.lease.epoch)).toBe(3);
    await others.giveBack();
    clock = 61_000;
    await ours.renew();
    expect((await others.renew(), others.get(id)?.lease.epoch)).toBe(5);
    expect(logger.error).toHaveBeenCalledTimes(1);
  });

  it('are let go when they come to make no sense', async () => {
    const ours = hold('a');
    await ours.renew();
    const rollout = ours.get(id);
    if (rollout) await ours.giveUp(rollout, new Error('What is that?'));
    await ours.renew();
    expect(ours.size).toBe(0);
    expect((await store.get(id))?.unreadableAt).toBeGreaterThan(0);
  });

  it('keep what was measured, at once when it says another thing, and now and then', async () => {
    const ours = hold('a');
    await ours.renew();
    const rollout = ours.get(id);
    const measure = async (verdict: 'pass' | 'fail', second: number) => {
      clock = second * 1_000;
      const at = new Date(clock).toISOString();
      const report = { provider: 'logs', verdict, at, since: at, checks: [] };
      Object.assign(rollout ?? {}, {
        evidence: [{ ...report, since: new Date(0).toISOString() }],
      });
      await ours.saveEvidence();
      const kept = (await store.get(id))?.evidence?.reports[0];
      return `${kept?.verdict} ${Date.parse(kept?.at ?? '') / 1_000}`;
    };
    expect(await measure('pass', 10)).toBe('pass 10');
    expect(await measure('fail', 11)).toBe('pass 10');
    expect(await measure('fail', 12)).toBe('fail 12');
    expect(await measure('fail', 26)).toBe('fail 12');
    expect(await measure('fail', 27)).toBe('fail 27');
  });

  it.each([{ busy: true }, { behind: true }])(
    'do not save a clock over that of a step which was entered meanwhile: %j',
    async state => {
      const ours = hold('a');
      await ours.renew();
      const rollout = ours.get(id);
      rollout?.keepClock({ of: 0, observedMs: 36_000_000 }, 0);
      Object.assign(rollout ?? {}, state);
      clock = 60_000;
      await ours.saveClocks();
      await ours.giveBack();
      expect((await store.get(id))?.clock.observedMs).toBe(0);
    },
  );

  it('are not looked at while their clocks are saved, which would undo what a look stores', async () => {
    const ours = hold('a');
    await ours.renew();
    const rollout = ours.get(id);
    rollout?.keepClock({ of: 0, observedMs: 500 }, 0);
    clock = 60_000;
    const saved = ours.saveClocks();
    expect(rollout?.busy).toBe(true);
    await saved;
    expect(rollout?.busy).toBe(false);
  });

  it('save at once that a clock stands, so that nobody counts on from before', async () => {
    const ours = hold('a');
    await ours.renew();
    const rollout = ours.get(id);
    rollout?.keepClock({ observedMs: 500, at: 7 }, 0);
    clock = 60_000;
    await ours.saveClocks();
    expect((await store.get(id))?.clock.at).toBe(7);
    rollout?.keepClock({ observedMs: 500 }, 0);
    await ours.saveClocks();
    expect((await store.get(id))?.clock).toEqual({ observedMs: 500 });
    rollout?.keepClock({ of: 0, observedMs: 500, stands: true }, 0);
    await ours.saveClocks();
    expect((await store.get(id))?.clock).toEqual({
      of: 0,
      observedMs: 500,
      stands: true,
    });
  });

  it('save how long pods have been waited for, so that no deadline begins anew with every replica', async () => {
    const ours = hold('a');
    await ours.renew();
    ours.get(id)?.keepClock({ of: 0, observedMs: 0, waitedMs: 9_000 }, 0);
    await ours.saveClocks();
    expect((await store.get(id))?.clock.waitedMs).toBeUndefined();
    ours.get(id)?.keepClock({ of: 0, observedMs: 0, waitedMs: 10_000 }, 0);
    await ours.saveClocks();
    expect((await store.get(id))?.clock.waitedMs).toBe(10_000);
  });

  it('save their clocks when too much would be lost', async () => {
    const ours = hold('a');
    await ours.renew();
    const rollout = ours.get(id);
    rollout?.keepClock({ observedMs: 500 }, 0);
    await ours.saveClocks();
    expect((await store.get(id))?.clock.observedMs).toBe(0);
    clock = 60_000;
    await ours.saveClocks();
    expect((await store.get(id))?.clock.observedMs).toBe(500);
  });
});
