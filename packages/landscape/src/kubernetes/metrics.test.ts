import { kinds } from './controllers/objects';
import {
  deploymentDraft,
  testCluster,
  USER,
  type TestCluster,
} from './controllers/testing/test-cluster';
import { nodeMetrics, podMetrics } from './metrics';
import type { PodRuntime } from './types';

const runtime: PodRuntime = {
  logs: () => [],
  usage: () => ({ cpuNanocores: 12_345_678, memoryBytes: 100 * 2 ** 20 }),
};

let cluster: TestCluster;

beforeEach(() => {
  cluster = testCluster({ nodeCount: 1 });
  cluster.api.create(kinds.deployments, deploymentDraft(), USER);
});

afterEach(() => cluster.stop());

it('measures pods that run', () => {
  const source = { api: cluster.api, runtime };
  cluster.pass(0);
  expect(podMetrics(source, cluster.pods()[0])).toBeUndefined();
  cluster.pass(30);
  const [pod] = cluster.pods();
  expect(podMetrics(source, pod)).toEqual({
    kind: 'PodMetrics',
    apiVersion: 'metrics.k8s.io/v1beta1',
    metadata: {
      name: pod.metadata.name,
      namespace: 'shop',
      labels: pod.metadata.labels,
      creationTimestamp: '2026-11-20T08:00:30Z',
    },
    timestamp: '2026-11-20T08:00:30Z',
    window: '15s',
    containers: [
      { name: 'app', usage: { cpu: '12345678n', memory: '102400Ki' } },
    ],
  });
});

it('adds up what runs on a node', () => {
  const source = { api: cluster.api, runtime };
  cluster.pass(30);
  const [node] = cluster.api.list(kinds.nodes);
  const empty = nodeMetrics(source, node, []);
  const full = nodeMetrics(source, node, cluster.pods());
  expect(full.kind).toBe('NodeMetrics');
  const grown = (name: 'cpu' | 'memory') =>
    Number.parseInt(full.usage[name], 10) -
    Number.parseInt(empty.usage[name], 10);
  expect(grown('cpu')).toBe(3 * 12_345_678);
  expect(grown('memory')).toBe(3 * 102_400);
});
