import { mockServices } from '@backstage/backend-test-utils';
import {
  createFakeClusters,
  type FakeCluster,
} from '@pilothouse/plugin-clusters-node/testUtils';
import { rolloutDefinition } from '../../__testUtils__/rolloutDefinition';
import { reduce } from '../../reduce';
import { ActiveRollout } from '../ActiveRollout';
import { RolloutTicker } from '../RolloutTicker';
import { noRunnerMetrics } from '../RunnerMetrics';

type TickerOptions = ConstructorParameters<typeof RolloutTicker>[0];

/** A rollout that has just begun, of which nothing is seen, and a look at it with what a test puts in. */
export function lookAt(
  given: Pick<TickerOptions, 'store' | 'machine' | 'journal'> & {
    mayAct?: TickerOptions['mayAct'];
    /** What comes in while it is looked at. */
    meanwhile?: (rollout: ActiveRollout) => void;
  },
): {
  rollout: ActiveRollout;
  cluster: FakeCluster;
  tick: () => ReturnType<RolloutTicker['tick']>;
} {
  const definition = rolloutDefinition();
  const rollout = new ActiveRollout(
    {
      lease: { rolloutId: definition.id, epoch: 1 },
      events: [{ sequence: 1, at: 0, event: { type: 'started', definition } }],
      clock: { observedMs: 0 },
    },
    { reduce, now: 0 },
  );
  const [{ cluster: name }] = definition.targets;
  const cluster = createFakeClusters(name).cluster(name);
  const ticker = new RolloutTicker({
    store: given.store,
    machine: given.machine,
    observer: {
      observe: async () => {
        given.meanwhile?.(rollout);
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
    watches: { cluster: () => cluster },
    journal: given.journal,
    audience: { appended: () => {} },
    metrics: noRunnerMetrics,
    logger: mockServices.logger.mock(),
    now: () => 0,
    monotonic: () => 100,
    mayAct: given.mayAct ?? (() => true),
    signal: new AbortController().signal,
  });
  return { rollout, cluster, tick: () => ticker.tick(rollout) };
}
