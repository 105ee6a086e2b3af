import type { Condition, Pod } from '../objects';
import { timestamp } from '../time';
import { bySparability } from './deletion-order';

const NOW = Date.parse('2026-11-20T08:00:00Z');

function pod(
  name: string,
  options: {
    node?: string;
    phase?: 'Pending' | 'Running';
    readyFor?: number;
    restarts?: number;
    age?: number;
    cost?: string;
  } = {},
): Pod {
  const {
    node = name,
    phase = 'Running',
    readyFor = 3600,
    restarts = 0,
    age = 3600,
    cost,
  } = options;
  const ready: Condition = {
    type: 'Ready',
    status: readyFor > 0 ? 'True' : 'False',
    lastTransitionTime: timestamp(NOW - readyFor * 1000),
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      uid: name,
      resourceVersion: '1',
      creationTimestamp: timestamp(NOW - age * 1000),
      ...(cost && {
        annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost },
      }),
    },
    spec: { containers: [], ...(node && { nodeName: node }) },
    status: {
      phase,
      conditions: [ready],
      containerStatuses: [
        {
          name: 'app',
          image: 'app:1',
          imageID: '',
          ready: true,
          started: true,
          restartCount: restarts,
          state: {},
          lastState: {},
        },
      ],
    },
  };
}

function order(...pods: Pod[]): string[] {
  const shuffled = [...pods].reverse();
  return bySparability(shuffled, pods, NOW).map(
    ({ metadata }) => metadata.name,
  );
}

it.each([
  ['without a node', pod('a', { node: '' }), pod('b', { phase: 'Pending' })],
  ['pending', pod('a', { phase: 'Pending' }), pod('b', { readyFor: 0 })],
  ['not ready', pod('a', { readyFor: 0 }), pod('b', { cost: '-5' })],
  ['cheap', pod('a', { cost: '-5' }), pod('b')],
  ['ready for a short time', pod('a', { readyFor: 60 }), pod('b')],
  ['often restarted', pod('a', { restarts: 4 }), pod('b', { age: 60 })],
  ['young', pod('a', { age: 60 }), pod('b')],
])('spares a pod last that is not %s', (_, first, second) => {
  expect(order(first, second)).toEqual(['a', 'b']);
});

it('thins out crowded nodes first', () => {
  const crowded = ['b', 'c'].map(name => pod(name, { node: 'one' }));
  const alone = pod('a', { node: 'two', readyFor: 60 });
  expect(order(...crowded, alone).at(-1)).toBe('a');
});

it('lets the uid decide between ages of the same magnitude', () => {
  expect(order(pod('b', { readyFor: 3500 }), pod('a'))).toEqual(['a', 'b']);
});
