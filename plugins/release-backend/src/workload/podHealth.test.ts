import { containerStatus } from '../__testUtils__/objects';
import {
  ago,
  ended,
  MINUTE,
  NOW,
  podWith,
  readySince,
  runningFor,
  SECOND,
  unready,
} from '../__testUtils__/podWith';
import type { Pod } from './objects';
import { podHealth } from './podHealth';

const NEVER = Number.POSITIVE_INFINITY;

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
