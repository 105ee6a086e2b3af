import { findCondition } from '../conditions';
import { kinds, type PodSpec } from '../objects';
import {
  deploymentDraft,
  NAMESPACE,
  testCluster,
  USER,
  type TestCluster,
} from '../testing/test-cluster';

let cluster: TestCluster;

beforeEach(() => {
  cluster = testCluster();
});

afterEach(() => cluster.stop());

function run(name: string, spec: Partial<PodSpec> = {}, labels = {}): void {
  cluster.api.create(
    kinds.pods,
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: NAMESPACE, labels },
      spec: { containers: [{ name: 'app', image: 'app:1' }], ...spec },
    },
    USER,
  );
  cluster.pass(0);
}

function asking(requests: Record<string, string>): Partial<PodSpec> {
  return {
    containers: [{ name: 'app', image: 'app:1', resources: { requests } }],
  };
}

function nodeOf(name: string): string | undefined {
  return cluster.api.get(kinds.pods, NAMESPACE, name)?.spec.nodeName;
}

function patchNode(name: string, body: object): void {
  cluster.api.patch(
    kinds.nodes,
    undefined,
    name,
    { type: 'merge', body: { ...body } },
    USER,
  );
  cluster.pass(0);
}

it('spreads the pods of a deployment', () => {
  cluster.api.create(kinds.deployments, deploymentDraft({ replicas: 6 }), USER);
  cluster.pass(5);
  const nodes = cluster.pods().map(({ spec }) => spec.nodeName);
  for (const node of ['node-1', 'node-2', 'node-3']) {
    expect(nodes.filter(name => name === node)).toHaveLength(2);
  }
});

// Worded as the real scheduler words it.
it.each<[string, Partial<PodSpec>, string]>([
  [
    'a node that is not there',
    { nodeSelector: { class: 'gold' } },
    "3 node(s) didn't match Pod's node affinity/selector",
  ],
  ['more cores than any node has', asking({ cpu: '64' }), '3 Insufficient cpu'],
  [
    'too much of everything',
    asking({ cpu: '64', memory: '1Ti' }),
    '3 Insufficient cpu, 3 Insufficient memory',
  ],
])('leaves a pod pending that wants %s', (_, spec, reasons) => {
  run('lost', spec);
  cluster.pass(60);
  const message = `0/3 nodes are available: ${reasons}. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.`;
  const { status } = cluster.pods()[0];
  expect(status?.phase).toBe('Pending');
  expect(findCondition(status?.conditions, 'PodScheduled')).toMatchObject({
    status: 'False',
    reason: 'Unschedulable',
    message,
  });
  expect(cluster.messages('lost', 'FailedScheduling')).toEqual([message]);
});

it('tries again when nodes change and when pods go', () => {
  run('gold', { nodeSelector: { class: 'gold' } });
  patchNode('node-2', { metadata: { labels: { class: 'gold' } } });
  expect(nodeOf('gold')).toBe('node-2');

  for (const name of ['a', 'b', 'c']) run(name, asking({ cpu: '10' }));
  run('d', asking({ cpu: '10' }));
  expect(nodeOf('d')).toBeUndefined();
  cluster.api.delete(kinds.pods, NAMESPACE, 'b');
  cluster.pass(2);
  expect(nodeOf('d')).toBeDefined();
});

it('heeds cordons, taints, affinity and anti-affinity', () => {
  patchNode('node-1', { spec: { unschedulable: true } });
  patchNode('node-2', {
    spec: { taints: [{ key: 'special', value: 'yes', effect: 'NoSchedule' }] },
  });
  const antiAffinity: Partial<PodSpec> = {
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          {
            labelSelector: { matchLabels: { app: 'web' } },
            topologyKey: 'kubernetes.io/hostname',
          },
        ],
      },
    },
  };
  run('first', antiAffinity, { app: 'web' });
  expect(nodeOf('first')).toBe('node-3');
  run('second', antiAffinity, { app: 'web' });
  expect(cluster.messages('second', 'FailedScheduling')[0]).toContain(
    "1 node(s) didn't match pod anti-affinity rules, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable.",
  );
  run('tolerant', {
    tolerations: [{ key: 'special', operator: 'Exists' }],
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                {
                  key: 'topology.kubernetes.io/zone',
                  operator: 'In',
                  values: ['zone-2'],
                },
              ],
            },
          ],
        },
      },
    },
  });
  expect(nodeOf('tolerant')).toBe('node-2');
});
