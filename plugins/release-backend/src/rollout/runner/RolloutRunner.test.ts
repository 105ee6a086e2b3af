import { mockServices } from '@backstage/backend-test-utils';
import { createFakeClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import { until } from '../../__testUtils__/rollout/until';
import { rolloutDefinition } from '../__testUtils__/rolloutDefinition';
import { decide } from '../decide';
import type { RolloutStore } from '../ports';
import { reduce } from '../reduce';
import { RolloutRunner } from './RolloutRunner';

const definition = rolloutDefinition();
const NEVER_MS = 600_000;

type Leased = Awaited<ReturnType<RolloutStore['lease']>>;

const unused = () => Promise.reject(new Error('Not in this test'));

/** A runner that renews by itself once in ten minutes, and whose store answers when a test lets it. */
function startRunner() {
  const asked: ((answer: Partial<Leased>) => void)[] = [];
  const looks: number[] = [];
  const runner = new RolloutRunner({
    owner: 'a',
    store: {
      lease: () =>
        new Promise(resolve => {
          asked.push(answer =>
            resolve({ taken: [], held: [], now: Date.now(), ...answer }),
          );
        }),
      saveClocks: async () => {},
      saveEvidence: async () => {},
      release: async () => {},
      giveUp: async () => {},
      create: unused,
      get: unused,
      hasEnded: unused,
      list: unused,
      activeOn: unused,
      eventsAfter: unused,
      append: unused,
      told: unused,
      untold: unused,
      prune: unused,
      now: unused,
    },
    machine: {
      reduce,
      decide: (state, clock, observation) => {
        looks.push(asked.length);
        return { ...decide(state, clock, observation), events: [] };
      },
    },
    clusters: createFakeClusters(),
    providers: [],
    ledger: { begin: unused, settle: unused },
    auditor: mockServices.auditor.mock(),
    surroundings: {
      freezeFor: async () => undefined,
      findEntity: async () => ({ annotations: {} }),
    },
    audience: { appended: () => {} },
    logger: mockServices.logger.mock(),
    timings: {
      renewMs: NEVER_MS,
      idleMs: NEVER_MS,
      leaseMs: NEVER_MS,
      stopMs: 100,
    },
  });
  runner.start();
  return { asked, looks, runner };
}

const TAKEN = {
  taken: [
    {
      lease: { rolloutId: definition.id, epoch: 1 },
      events: [
        { sequence: 1, at: 0, event: { type: 'started' as const, definition } },
      ],
      clock: { observedMs: 0 },
    },
  ],
};

describe('a runner', () => {
  it('takes what begins while it renews its leases at once, and not at the next turn', async () => {
    const { asked, looks, runner } = startRunner();
    await until(async () => asked.length === 1);
    runner.wake();
    asked[0]({});
    await until(async () => asked.length === 2);
    asked[1](TAKEN);
    await until(async () => looks.length > 0);
    expect(asked).toHaveLength(2);
    await runner.stop();
  });

  it('looks at what it holds while the database takes its time to renew', async () => {
    const { asked, looks, runner } = startRunner();
    await until(async () => asked.length === 1);
    asked[0](TAKEN);
    await until(async () => looks.length > 0);
    runner.wake();
    await until(async () => asked.length === 2);
    // Its cluster is not known, and it is looked at once a second.
    await until(async () => looks.includes(2));
    expect(asked).toHaveLength(2);
    asked[1]({});
    await runner.stop();
  });
});
