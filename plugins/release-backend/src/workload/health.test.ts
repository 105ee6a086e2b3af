import type { WorkloadState } from '@pilothouse/plugin-release-common';
import {
  containerStatus,
  deployment,
  pod,
  replicaSet,
  type ContainerStatus,
} from '../__testUtils__/objects';
import { deploymentHealth } from './deploymentHealth';
import type { Deployment, Pod } from './objects';
import { podHealth } from './podHealth';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const NEVER = Number.POSITIVE_INFINITY;

function ago(ms: number): string {
  return new Date(NOW - ms).toISOString();
}

const SET = replicaSet(deployment({ name: 'order-api' }));

function podWith(
  container: Partial<ContainerStatus>,
  status: Partial<NonNullable<Pod['status']>> = {},
): Pod {
  return pod(SET, 'order-api-1', containerStatus(container), status);
}

function ended(ms: number, exitCode = 137, reason = 'OOMKilled') {
  return { terminated: { exitCode, reason, finishedAt: ago(ms) } };
}

const unready = { ready: false };
const runningFor = (ms: number) => ({ running: { startedAt: ago(ms) } });
const readySince = (ms: number) => ({
  conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(ms) }],
});

describe('a pod', () => {
  const rows: [
    string,
    Pod,
    {
      state: string;
      reasons?: string[];
      failing?: boolean;
      changesIn?: number;
    },
  ][] = [
    ['is ready', podWith({}), { state: 'ready' }],
    [
      'is ready again after a restart, which is news for ten minutes',
      podWith({ restartCount: 1, lastState: ended(4 * MINUTE) }),
      { state: 'ready', reasons: ['restarted'], changesIn: 6 * MINUTE },
    ],
    [
      'is ready, and its restart is long ago',
      podWith({ restartCount: 1, lastState: ended(11 * MINUTE) }),
      { state: 'ready' },
    ],
    [
      'waits to be started again',
      podWith({
        ...unready,
        restartCount: 5,
        state: { waiting: { reason: 'CrashLoopBackOff' } },
        lastState: ended(10 * SECOND, 1, 'Error'),
      }),
      { state: 'failed', reasons: ['crash-loop'], failing: true },
    ],
    [
      'runs for a moment between two crashes',
      podWith({
        ...unready,
        restartCount: 3,
        state: runningFor(2 * SECOND),
        lastState: ended(3 * SECOND),
      }),
      {
        state: 'failed',
        reasons: ['crash-loop'],
        failing: true,
        changesIn: MINUTE,
      },
    ],
    [
      'has just ended',
      podWith({ ...unready, state: ended(SECOND, 0, 'Completed') }),
      { state: 'failed', reasons: ['crash-loop'], failing: true },
    ],
    [
      'cannot pull its image',
      podWith({
        ...unready,
        state: { waiting: { reason: 'ImagePullBackOff' } },
      }),
      { state: 'failed', reasons: ['image-pull'], failing: true },
    ],
    [
      'lacks a ConfigMap',
      podWith({
        ...unready,
        state: { waiting: { reason: 'CreateContainerConfigError' } },
      }),
      { state: 'failed', reasons: ['cannot-start'], failing: true },
    ],
    [
      'is being made',
      podWith(
        { ...unready, state: { waiting: { reason: 'ContainerCreating' } } },
        { phase: 'Pending' },
      ),
      { state: 'starting' },
    ],
    [
      'has an init container that fails',
      podWith(
        { ...unready, state: { waiting: { reason: 'PodInitializing' } } },
        {
          initContainerStatuses: [
            containerStatus({ name: 'init', state: ended(SECOND, 1, 'Error') }),
          ],
        },
      ),
      { state: 'failed', reasons: ['crash-loop'], failing: true },
    ],
    [
      'has an init container that is done',
      podWith(
        { ...unready, state: { waiting: { reason: 'PodInitializing' } } },
        {
          initContainerStatuses: [
            containerStatus({
              name: 'init',
              state: ended(SECOND, 0, 'Completed'),
            }),
          ],
        },
      ),
      { state: 'starting' },
    ],
    [
      'finds no node, which an autoscaler may mend',
      podWith(
        {},
        {
          phase: 'Pending',
          containerStatuses: [],
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              lastTransitionTime: ago(20 * SECOND),
            },
          ],
        },
      ),
      {
        state: 'starting',
        reasons: ['unschedulable'],
        changesIn: 40 * SECOND,
      },
    ],
    [
      'finds no node for long',
      podWith(
        {},
        {
          phase: 'Pending',
          containerStatuses: [],
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'Unschedulable',
              lastTransitionTime: ago(MINUTE),
            },
          ],
        },
      ),
      { state: 'failed', reasons: ['unschedulable'], failing: true },
    ],
    [
      'comes up',
      podWith(
        { ...unready, state: runningFor(20 * SECOND) },
        readySince(21 * SECOND),
      ),
      { state: 'starting', changesIn: 40 * SECOND },
    ],
    [
      'takes its time to come up',
      podWith(
        { ...unready, state: runningFor(2 * MINUTE) },
        readySince(3 * MINUTE),
      ),
      { state: 'not-ready', reasons: ['not-ready'], changesIn: 8 * MINUTE },
    ],
    [
      'never comes up',
      podWith(
        { ...unready, state: runningFor(10 * MINUTE) },
        readySince(11 * MINUTE),
      ),
      { state: 'not-ready', reasons: ['not-ready'], failing: true },
    ],
    [
      'was ready and is not any more',
      podWith(
        { ...unready, state: runningFor(10 * SECOND) },
        readySince(SECOND),
      ),
      { state: 'not-ready', reasons: ['not-ready'], failing: true },
    ],
    [
      'was evicted, and replaced',
      podWith({}, { phase: 'Failed', reason: 'Evicted' }),
      { state: 'failed', reasons: ['cannot-start'] },
    ],
    [
      'has done its work',
      podWith({}, { phase: 'Succeeded' }),
      { state: 'succeeded' },
    ],
    [
      'is on a lost node',
      podWith({}, { phase: 'Unknown' }),
      { state: 'unknown' },
    ],
    [
      'ends',
      {
        ...podWith({ ...unready, state: ended(0, 1, 'Error') }),
        metadata: { name: 'order-api-1', deletionTimestamp: ago(0) },
      },
      { state: 'terminating' },
    ],
    ['is hardly there', {}, { state: 'starting' }],
  ];

  it.each(rows)('%s', (_, object, expected) => {
    const health = podHealth(object, { now: NOW, deadlineMs: 10 * MINUTE });
    expect({
      state: health.state,
      reasons: health.reasons.map(({ code }) => code),
      failing: health.failing,
      changesIn: health.changesAt - NOW,
    }).toEqual({ reasons: [], failing: false, changesIn: NEVER, ...expected });
  });

  it('tells how it died', () => {
    const object = podWith({
      ...unready,
      restartCount: 5,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: ended(SECOND),
    });
    const { reasons } = podHealth(object, { now: NOW, deadlineMs: 0 });
    expect(reasons).toEqual([
      {
        code: 'crash-loop',
        params: {
          pod: 'order-api-1',
          exitCode: 137,
          reason: 'OOMKilled',
          restarts: 5,
        },
      },
    ]);
  });

  it('carries no text that is longer than a message may be', () => {
    const reason = 'x'.repeat(5000);
    const { reasons } = podHealth(
      podWith({ ...unready, state: { waiting: { reason } } }),
      { now: NOW, deadlineMs: 0 },
    );
    expect(reasons[0].params.reason).toHaveLength(1000);
  });
});

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
