import { mockServices } from '@backstage/backend-test-utils';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { rolloutDefinition } from '../../__testUtils__/rolloutDefinition';
import type { RolloutEvent } from '../events';
import type { StoredRollout } from '../ports';
import { reduce } from '../reduce';
import { planSteps } from '../steps/planSteps';
import { RolloutNotifier } from './RolloutNotifier';

const NOW = 10_000_000;
const definition = rolloutDefinition(['prod/prod-beijing/order/order-api']);
const started = reduce(undefined, {
  sequence: 1,
  at: 0,
  event: { type: 'started', definition },
});
const stuck: RolloutEvent = {
  type: 'stuck',
  reason: { code: 'cluster-away', params: { cluster: 'beijing' } },
};

function notifier(
  send: (options: NotificationSendOptions) => Promise<void>,
  linesFor = async () => '',
) {
  const logger = mockServices.logger.mock();
  const store = {
    now: jest.fn(async () => NOW),
    get: jest.fn(async (): Promise<StoredRollout | undefined> => undefined),
    told: jest.fn(async () => {}),
    untold: jest.fn(
      async (): Promise<{ rolloutId: string; sequence: number }[]> => [],
    ),
  };
  const audience = new RolloutNotifier({
    notifications: { send },
    store,
    links: { linesFor },
    logger,
  });
  const tell = (...events: RolloutEvent[]) =>
    audience.appended(
      started,
      started,
      events.map((event, index) => ({ sequence: index + 2, at: 0, event })),
    );
  return { audience, store, tell, logger };
}

const settled = () => new Promise(setImmediate);

it('tells the owners and the author, in one notification that is renewed', async () => {
  const sent: NotificationSendOptions[] = [];
  const { tell } = notifier(async options => {
    sent.push(options);
  });
  tell({ type: 'step-entered', index: 0 });
  tell({ type: 'paused', by: 'user:default/li.wei', reason: 'lunch' });
  tell(stuck);
  await settled();
  expect(sent.map(({ payload }) => payload.severity)).toEqual(['low', 'high']);
  expect(new Set(sent.map(({ payload }) => payload.scope))).toEqual(
    new Set([`rollout:${definition.id}`]),
  );
  const [{ recipients, payload }] = sent;
  expect(recipients).toEqual({
    type: 'entity',
    entityRef: [definition.entityRef, definition.author],
  });
  expect(payload.link).toMatch(/^\/catalog\/default\/component\/.+\/deploy$/);
  expect(sent[1].payload.description).toBe('cluster-away: cluster beijing');
});

it('tells only the last of what happened together', async () => {
  const sent: string[] = [];
  const { tell } = notifier(async ({ payload }) => {
    sent.push(payload.title);
  });
  tell(stuck, { type: 'ended', outcome: 'succeeded' });
  await settled();
  expect(sent).toEqual([expect.stringContaining('succeeded · 成功')]);
});

it('tells that a gate waits, also where only the protection asks for it', async () => {
  const [workloadId] = definition.targets.map(target => target.workloadId);
  const rolling = rolloutDefinition([workloadId], {
    strategy: 'rolling',
    steps: planSteps({ ...definition, strategy: 'rolling' }, [workloadId]),
  });
  const waiting = reduce(undefined, {
    sequence: 1,
    at: 0,
    event: { type: 'started', definition: rolling },
  });
  const sent: string[] = [];
  const { audience } = notifier(async ({ payload }) => {
    sent.push(payload.title);
  });
  const event: RolloutEvent = { type: 'step-entered', index: 0 };
  audience.appended(waiting, waiting, [{ sequence: 2, at: 0, event }]);
  await settled();
  expect(sent).toEqual([expect.stringContaining('waits for approval')]);
});

const stored: StoredRollout = {
  definition,
  createdAt: 0,
  clock: { observedMs: 0 },
  events: [
    { type: 'started', definition } as const,
    { type: 'step-entered', index: 0 } as const,
    stuck,
    { type: 'paused', by: 'user:default/li.wei', reason: 'lunch' } as const,
  ].map((event, index) => ({ sequence: index + 1, at: 0, event })),
};

it('notes what was told, and what needs no telling', async () => {
  const { tell, store } = notifier(async () => {});
  tell(stuck, { type: 'unstuck' });
  tell({ type: 'ended', outcome: 'superseded' });
  tell({ type: 'paused', by: 'user:default/li.wei', reason: 'lunch' });
  await settled();
  expect(store.told.mock.calls).toEqual([
    [definition.id, 2],
    [definition.id, 2],
  ]);
});

it('tells again what a process that ended had not told, and not for ever', async () => {
  const sent: string[] = [];
  const { audience, store } = notifier(async ({ payload }) => {
    sent.push(payload.title);
  });
  store.untold.mockResolvedValue([{ rolloutId: definition.id, sequence: 3 }]);
  store.get.mockResolvedValue(stored);
  await audience.tellAgain();
  expect(sent).toEqual([expect.stringContaining('is stuck')]);
  expect(store.told).toHaveBeenCalledWith(definition.id, 3);
  expect(store.untold).toHaveBeenCalledWith({
    from: NOW - 3_600_000,
    until: NOW - 30_000,
    limit: 20,
  });
});

it('tries again later what nobody takes, and asks no further then', async () => {
  const send = jest.fn(async () => {
    throw new Error('no');
  });
  const { audience, store, logger } = notifier(send);
  store.untold.mockResolvedValue([
    { rolloutId: definition.id, sequence: 3 },
    { rolloutId: 'another', sequence: 3 },
  ]);
  store.get.mockResolvedValue(stored);
  await audience.tellAgain();
  expect(send).toHaveBeenCalledTimes(1);
  expect(store.told).not.toHaveBeenCalled();
  expect(logger.warn).toHaveBeenCalledTimes(1);
});

it('goes on when nobody takes it', async () => {
  const { tell, logger } = notifier(async () => {
    throw new Error('no');
  });
  tell(stuck);
  tell(stuck);
  await settled();
  expect(logger.warn).toHaveBeenCalledTimes(2);
});

it('adds where to look next to what needs somebody, and to nothing else', async () => {
  const sent: NotificationSendOptions[] = [];
  const { tell } = notifier(
    async options => {
      sent.push(options);
    },
    async () => 'Traces: https://skywalking.yunfan.test/x',
  );
  tell({ type: 'step-entered', index: 0 });
  tell(stuck);
  await settled();
  const [low, high] = sent.map(({ payload }) => payload.description);
  expect(low).not.toMatch(/Traces/);
  expect(high).toMatch(/cluster beijing\nTraces: https:/);
});
