import { deployment, newVersion } from '../__testUtils__/objects';
import { podWith } from '../__testUtils__/podWith';
import { operationFindings } from './findings';
import type { Operation } from '@pilothouse/plugin-release-common';

type Scene = Parameters<typeof operationFindings>[0];

const scale = (
  replicas: number,
  role: 'release' | 'canary' = 'release',
): Operation => ({ operation: 'scale', role, replicas });

function scene(more: Partial<Scene>): Scene {
  return {
    operation: scale(3),
    deployment: deployment({ name: 'order-api' }),
    ready: 2,
    replicas: { min: 0, max: 20 },
    autoscalers: [],
    budgets: [],
    ...more,
  };
}

const codes = (more: Partial<Scene>) =>
  operationFindings(scene(more)).map(
    ({ code, severity }) => `${code} ${severity}`,
  );

const autoscaler = (name: string) => ({
  metadata: { name: 'of-order', resourceVersion: newVersion() },
  spec: {
    minReplicas: 2,
    maxReplicas: 9,
    scaleTargetRef: { kind: 'Deployment', name },
  },
});

it.each<[string, Partial<Scene>, string[]]>([
  ['nothing', {}, []],
  ['zero pods', { operation: scale(0) }, ['to-zero warning']],
  [
    'a canary at rest, whatever the bounds',
    { operation: scale(0, 'canary'), replicas: { min: 2, max: 9 } },
    [],
  ],
  [
    'a canary that would grow by hand',
    { operation: scale(3, 'canary') },
    ['out-of-bounds blocking'],
  ],
  ['a canary that shrinks', { operation: scale(1, 'canary') }, []],
  [
    'an autoscaler that will set another number',
    { autoscalers: [autoscaler('order-api')] },
    ['autoscaler-decides warning'],
  ],
  [
    'an autoscaler of something else',
    { autoscalers: [autoscaler('order-web')] },
    [],
  ],
  [
    'autoscalers that could not be read',
    { autoscalers: undefined },
    ['not-checked warning'],
  ],
  [
    'a Deployment that runs, and is to be resumed',
    { operation: { operation: 'resume', role: 'release' } },
    ['not-paused blocking'],
  ],
  [
    'a rollout before what only warns',
    { operation: scale(0), rollout: 'r-1' },
    ['rollout-active blocking', 'to-zero warning'],
  ],
])('tells %s', (_, more, expected) => {
  expect(codes(more)).toEqual(expected);
});

describe('of a pod that is to be deleted', () => {
  const pod = podWith({ ready: true });
  const operation: Operation = { operation: 'delete-pod', pod: 'a' };
  const budget = (disruptionsAllowed: number, app: string) => ({
    metadata: { name: 'budget', resourceVersion: newVersion() },
    spec: { selector: { matchLabels: { app } } },
    status: {
      disruptionsAllowed,
      currentHealthy: 2,
      desiredHealthy: 2,
      expectedPods: 2,
    },
  });
  const labels = { app: 'order-api' };
  const labelled = { ...pod, metadata: { ...pod.metadata, labels } };

  it.each<[string, Partial<Scene>, string[]]>([
    ['nothing', {}, []],
    ['that it is the last', { ready: 1 }, ['last-ready-pod warning']],
    [
      'a budget that allows none',
      { budgets: [budget(0, 'order-api')] },
      ['no-disruption-allowed warning'],
    ],
    [
      'nothing of a budget that allows one',
      { budgets: [budget(1, 'order-api')] },
      [],
    ],
    ['nothing of another’s budget', { budgets: [budget(0, 'order-web')] }, []],
    [
      'that budgets could not be read',
      { budgets: undefined },
      ['not-checked warning'],
    ],
  ])('tells %s', (_, more, expected) => {
    expect(codes({ operation, pod: labelled, ...more })).toEqual(expected);
  });
});
