import type { WorkloadState } from '@pilothouse/plugin-release-common';
import { deployment } from '../__testUtils__/objects';
import {
  ago,
  ended,
  NOW,
  podWith,
  readySince,
  runningFor,
  SECOND,
  unready,
} from '../__testUtils__/podWith';
import { deploymentHealth } from './deploymentHealth';
import type { Deployment, Pod } from './objects';

describe('a Deployment', () => {
  function with_(
    status: Partial<NonNullable<Deployment['status']>>,
    spec: Partial<NonNullable<Deployment['spec']>> = {},
    generation = 1,
  ): Deployment {
    const made = deployment({ name: 'order-api', replicas: 3 });
    const { selector = {}, template = {} } = made.spec ?? {};
    return {
      ...made,
      metadata: { ...made.metadata, generation },
      spec: { ...made.spec, selector, template, ...spec },
      status: { ...made.status, ...status },
    };
  }
  const progressing = (reason: string) => ({
    conditions: [{ type: 'Progressing', status: 'True', reason }],
  });
  const crashing = podWith({
    ...unready,
    state: { waiting: { reason: 'CrashLoopBackOff' } },
  });
  const starting = podWith(
    { ...unready, state: runningFor(SECOND) },
    readySince(2 * SECOND),
  );

  const rows: [string, Deployment, Pod[], WorkloadState, string[]][] = [
    ['is as wanted', with_({}), [], 'healthy', []],
    [
      'has not been seen by its controller',
      with_({}, {}, 2),
      [],
      'progressing',
      ['rolling-out'],
    ],
    [
      'has been scaled a moment ago',
      with_({}, { replicas: 5 }, 2),
      [],
      'progressing',
      ['scaling'],
    ],
    [
      'updates',
      with_({ updatedReplicas: 1, ...progressing('ReplicaSetUpdated') }),
      [],
      'progressing',
      ['rolling-out'],
    ],
    [
      'ends its old pods',
      with_({ replicas: 4, ...progressing('ReplicaSetUpdated') }),
      [],
      'progressing',
      ['rolling-out'],
    ],
    [
      'waits for its last pod',
      with_({ availableReplicas: 2, ...progressing('ReplicaSetUpdated') }),
      [starting],
      'progressing',
      ['rolling-out'],
    ],
    [
      'scales up',
      with_({ availableReplicas: 2, readyReplicas: 2 }),
      [starting],
      'progressing',
      ['scaling'],
    ],
    [
      'has missed its deadline',
      with_({
        updatedReplicas: 1,
        ...progressing('ProgressDeadlineExceeded'),
      }),
      [],
      'degraded',
      ['deadline-exceeded', 'rolling-out'],
    ],
    [
      'is refused pods',
      with_({
        replicas: 0,
        updatedReplicas: 0,
        availableReplicas: 0,
        conditions: [
          {
            type: 'ReplicaFailure',
            status: 'True',
            message: 'exceeded quota',
          },
        ],
      }),
      [],
      'degraded',
      ['replicas-refused', 'rolling-out'],
    ],
    [
      'was complete once, and crashes now',
      with_({ availableReplicas: 2 }),
      [crashing],
      'degraded',
      ['crash-loop', 'scaling'],
    ],
    [
      'is stopped',
      with_(
        { replicas: 0, updatedReplicas: 0, availableReplicas: 0 },
        { replicas: 0 },
      ),
      [],
      'stopped',
      [],
    ],
    [
      'is stopped, and pods are left',
      with_({}, { replicas: 0 }),
      [],
      'progressing',
      ['scaling'],
    ],
    ['is paused', with_({}, { paused: true }), [], 'healthy', ['paused']],
    [
      'is paused in the middle',
      with_(
        { updatedReplicas: 1, ...progressing('DeploymentPaused') },
        { paused: true },
      ),
      [],
      'progressing',
      ['rolling-out', 'paused'],
    ],
    [
      'has the rest of an eviction, and pods that end',
      with_({}),
      [
        podWith({}, { phase: 'Failed', reason: 'Evicted' }),
        { ...crashing, metadata: { deletionTimestamp: ago(0) } },
      ],
      'healthy',
      [],
    ],
    [
      'has nothing yet',
      { metadata: { name: 'x', generation: 1 } },
      [],
      'progressing',
      ['rolling-out'],
    ],
  ];

  it.each(rows)('%s', (_, object, pods, state, codes) => {
    const health = deploymentHealth(object, pods, NOW);
    expect(health.state).toBe(state);
    expect(health.reasons.map(({ code }) => code)).toEqual(codes);
  });

  it('tells of many pods with one trouble once, by the one that has it worst', () => {
    const pods = [2, 7, 3].map(restartCount =>
      podWith({
        ...unready,
        restartCount,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
      }),
    );
    const { reasons } = deploymentHealth(with_({}), pods, NOW);
    expect(reasons).toMatchObject([{ params: { restarts: 7 } }]);
  });

  it('knows when to be looked at again', () => {
    const { changesAt } = deploymentHealth(
      with_({ availableReplicas: 2 }),
      [starting, podWith({ restartCount: 1, lastState: ended(0) })],
      NOW,
    );
    expect(changesAt - NOW).toBe(59 * SECOND);
  });
});
