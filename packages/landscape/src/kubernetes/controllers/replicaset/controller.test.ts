import { ApiError } from '../../api-error';
import { controllerOf, kinds, type ReplicaSet } from '../objects';
import type { Draft } from '../../types';
import {
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

function draft(
  spec: Partial<ReplicaSet['spec']> = {},
  name = 'web',
): Draft<ReplicaSet> {
  const labels = { app: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels: { ...labels, tier: 'front' } },
        spec: { containers: [{ name: 'app', image: 'app:1' }] },
      },
      ...spec,
    },
  };
}

function get(name = 'web'): ReplicaSet | undefined {
  return cluster.api.get(kinds.replicaSets, NAMESPACE, name);
}

function relabel(pod: string, app: string): void {
  cluster.api.patch(
    kinds.pods,
    NAMESPACE,
    pod,
    { type: 'merge', body: { metadata: { labels: { app } } } },
    USER,
  );
}

it('keeps as many pods as wanted, and says so', () => {
  cluster.api.create(kinds.replicaSets, draft(), USER);
  cluster.pass(5);
  const [pod] = cluster.pods();
  expect(pod.metadata.name).toMatch(/^web-[a-z0-9]{5}$/);
  expect(controllerOf(pod)).toMatchObject({
    kind: 'ReplicaSet',
    name: 'web',
    blockOwnerDeletion: true,
  });
  expect(get()?.status).toEqual({
    replicas: 3,
    fullyLabeledReplicas: 3,
    readyReplicas: 3,
    availableReplicas: 3,
    terminatingReplicas: 0,
    observedGeneration: 1,
  });

  cluster.api.delete(kinds.pods, NAMESPACE, pod.metadata.name);
  cluster.pass(0);
  expect(get()?.status).toMatchObject({ replicas: 3, terminatingReplicas: 1 });
  cluster.pass(5);
  expect(get()?.status).toMatchObject({
    readyReplicas: 3,
    terminatingReplicas: 0,
  });

  cluster.api.patch(
    kinds.replicaSets,
    NAMESPACE,
    'web',
    { type: 'merge', body: { spec: { replicas: 1 } } },
    USER,
  );
  cluster.pass(5);
  expect(cluster.pods()).toHaveLength(1);
  const created = cluster.messages('web', 'SuccessfulCreate');
  expect(created).toHaveLength(4);
  expect(created).toContain(`Created pod: ${pod.metadata.name}`);
  expect(cluster.messages('web', 'SuccessfulDelete')).toHaveLength(2);
});

it('lets go of pods that it no longer selects, and adopts those that it does', () => {
  cluster.api.create(kinds.replicaSets, draft(), USER);
  cluster.pass(5);
  const [stray] = cluster.pods();
  relabel(stray.metadata.name, 'stray');
  cluster.pass(5);
  const released = cluster.pods({ app: 'stray' })[0];
  expect(controllerOf(released)).toBeUndefined();
  expect(cluster.pods({ app: 'web' })).toHaveLength(3);

  relabel(stray.metadata.name, 'web');
  cluster.pass(5);
  // Four are one too many.
  expect(cluster.pods()).toHaveLength(3);
  for (const pod of cluster.pods()) {
    expect(controllerOf(pod)?.name).toBe('web');
  }
});

it('reports what the API refuses, and goes on trying', () => {
  const { api } = cluster;
  const create = api.create.bind(api);
  const quota = jest
    .spyOn(api, 'create')
    .mockImplementation((type, ...rest) => {
      if (type === kinds.pods) {
        throw new ApiError(
          'Forbidden',
          'pods "web-" is forbidden: exceeded quota',
        );
      }
      return create(type, ...rest);
    });
  api.create(kinds.replicaSets, draft(), USER);
  cluster.pass(1);
  expect(get()?.status?.conditions).toMatchObject([
    {
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message: 'pods "web-" is forbidden: exceeded quota',
    },
  ]);
  expect(cluster.messages('web', 'FailedCreate')).toEqual([
    'Error creating: pods "web-" is forbidden: exceeded quota',
  ]);
  // The first of a growing number at a time, and less and less often.
  expect(quota.mock.calls.length).toBeLessThan(15);

  quota.mockRestore();
  cluster.pass(10);
  expect(get()?.status?.readyReplicas).toBe(3);
  expect(get()?.status?.conditions).toBeUndefined();
});
