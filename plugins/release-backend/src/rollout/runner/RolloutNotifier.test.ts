import { mockServices } from '@backstage/backend-test-utils';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { rolloutDefinition } from '../../__testUtils__/rolloutDefinition';
import type { RolloutEvent } from '../events';
import { reduce } from '../reduce';
import { planSteps } from '../steps/planSteps';
import { RolloutNotifier } from './RolloutNotifier';

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

function notifier(send: (options: NotificationSendOptions) => Promise<void>) {
  const logger = mockServices.logger.mock();
  const audience = new RolloutNotifier({ notifications: { send }, logger });
  const tell = (...events: RolloutEvent[]) =>
    audience.appended(
      started,
      started,
      events.map((event, index) => ({ sequence: index + 2, at: 0, event })),
    );
  return { tell, logger };
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
  const audience = new RolloutNotifier({
    notifications: {
      send: async ({ payload }) => {
        sent.push(payload.title);
      },
    },
    logger: mockServices.logger.mock(),
  });
  const event: RolloutEvent = { type: 'step-entered', index: 0 };
  audience.appended(waiting, waiting, [{ sequence: 2, at: 0, event }]);
  await settled();
  expect(sent).toEqual([expect.stringContaining('waits for approval')]);
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
