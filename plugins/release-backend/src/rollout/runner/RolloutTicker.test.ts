import { mockServices } from '@backstage/backend-test-utils';
import { rolloutDefinition } from '../../__testUtils__/rolloutDefinition';
import { reduce } from '../reduce';
import { ActiveRollout } from './ActiveRollout';
import { RolloutTicker } from './RolloutTicker';
import { noRunnerMetrics } from './RunnerMetrics';
import { WriteJournal } from './WriteJournal';

const LATER = 5_000;

/** A rollout about which nothing is to be done, and what comes in while it is looked at. */
function lookedAt(meanwhile: (rollout: ActiveRollout) => void) {
  const definition = rolloutDefinition();
  const rollout = new ActiveRollout(
    {
      lease: { rolloutId: definition.id, epoch: 1 },
      events: [{ sequence: 1, at: 0, event: { type: 'started', definition } }],
      clock: { observedMs: 0 },
    },
    { reduce, now: 0 },
  );
  const logger = mockServices.logger.mock();
  const never = () => Promise.reject(new Error('Nothing is to be stored'));
  const ticker = new RolloutTicker({
    store: { append: never, eventsAfter: never },
    machine: {
      decide: (_, clock) => ({ events: [], clock, nextLookMs: LATER }),
    },
    observer: {
      observe: async () => {
        meanwhile(rollout);
        return {
          observation: {
            now: 0,
            epoch: 1,
            targets: {},
            evidence: [],
            entityGone: false,
            predecessorEnded: true,
          },
          scenes: new Map(),
        };
      },
    },
    watches: { cluster: () => undefined },
    journal: new WriteJournal({
      ledger: { begin: never, settle: never },
      auditor: mockServices.auditor.mock(),
      logger,
    }),
    audience: { appended: () => {} },
    metrics: noRunnerMetrics,
    logger,
    now: () => 0,
    monotonic: () => 100,
    mayAct: () => true,
    signal: new AbortController().signal,
  });
  return { rollout, tick: () => ticker.tick(rollout) };
}

describe('a look at a rollout', () => {
  it('is followed by another one when the decision says so', async () => {
    const { rollout, tick } = lookedAt(() => {});
    expect(await tick()).toBe('looked');
    expect(rollout.lookAt).toBe(100 + LATER);
  });

  it('is followed sooner when something has happened meanwhile', async () => {
    const { rollout, tick } = lookedAt(seen => {
      seen.lookAt = 150;
    });
    await tick();
    expect(rollout.lookAt).toBe(150);
  });
});
