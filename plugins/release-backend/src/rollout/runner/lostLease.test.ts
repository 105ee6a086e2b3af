import { mockServices } from '@backstage/backend-test-utils';
import { rolloutDefinition } from '../__testUtils__/rolloutDefinition';
import type { WriteIntent } from '../events';
import { lookAt } from './__testUtils__/lookAt';
import { WriteJournal } from './WriteJournal';

const [{ workloadId }] = rolloutDefinition().targets;

const WRITE: WriteIntent = {
  key: '0/scale-canary',
  workloadId,
  role: 'canary',
  goal: { kind: 'scale-canary', replicas: 1 },
  seen: { uid: 'u', resourceVersion: '1', generation: 1 },
  attempt: 1,
  epoch: 1,
};

/** A look that decides to scale the canary; after its intent is stored it may take as long as it likes. */
function scaling(meanwhile: () => void, mayAct: () => boolean) {
  const { cluster, ...look } = lookAt({
    mayAct,
    store: {
      append: async (_, { sequence, events }) => ({
        appended: true,
        events: events.map((event, index) => ({
          sequence: sequence + 1 + index,
          at: 0,
          epoch: 1,
          event,
        })),
      }),
      eventsAfter: async () => [],
    },
    machine: {
      decide: (_, clock) => ({
        events: [{ type: 'write-intended', intent: WRITE }],
        clock,
        nextLookMs: 0,
        write: WRITE,
      }),
    },
    journal: new WriteJournal({
      ledger: { begin: async () => meanwhile(), settle: async () => {} },
      auditor: mockServices.auditor.mock({
        createEvent: async () => ({
          success: async () => {},
          fail: async () => {},
        }),
      }),
      logger: mockServices.logger.mock(),
    }),
  });
  return { ...look, scale: jest.spyOn(cluster, 'scale') };
}

it('sends nothing when it stood still between the intent and the write', async () => {
  let isOurs = true;
  const { tick, scale, rollout } = scaling(
    () => {
      isOurs = false;
    },
    () => isOurs,
  );
  expect(await tick()).toBe('lost');
  expect(scale).not.toHaveBeenCalled();
  // Whoever has the lease by now finds it there, and reads it back.
  expect(rollout.state.pending?.key).toBe('0/scale-canary');
});

it('sends it while the lease is surely its own', async () => {
  let looks = 0;
  const { tick, scale } = scaling(
    () => {},
    () => {
      looks += 1;
      return looks <= 2;
    },
  );
  await tick();
  expect(scale).toHaveBeenCalledTimes(1);
});
