import type { Draft } from '../../types';
import { kinds, type StatefulSet } from '../objects';
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

function draft(spec: Partial<StatefulSet['spec']> = {}): Draft<StatefulSet> {
  const labels = { app: 'kv' };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'kv', namespace: NAMESPACE },
    spec: {
      replicas: 3,
      serviceName: 'kv',
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'app', image: 'kv:1' }] },
      },
      ...spec,
    },
  };
}

function start(spec: Partial<StatefulSet['spec']> = {}): void {
  cluster.api.create(kinds.statefulSets, draft(spec), USER);
}

function update(spec: object): void {
  cluster.patch('statefulSets', 'kv', { spec: { ...spec } });
}

function status() {
  return cluster.api.get(kinds.statefulSets, NAMESPACE, 'kv')?.status;
}

const image = (name: string) => ({
  template: { spec: { containers: [{ name: 'app', image: name }] } },
});

const names = () => cluster.pods().map(({ metadata }) => metadata.name);
const images = () => cluster.pods().map(({ spec }) => spec.containers[0].image);

it('creates its pods in order, each when the one before is ready', () => {
  start();
  cluster.pass(0);
  expect(names()).toEqual(['kv-0']);
  cluster.pass(2.5);
  expect(names()).toEqual(['kv-0', 'kv-1']);
  cluster.pass(10);
  const [{ metadata, spec }] = cluster.pods();
  const revision = status()?.currentRevision;
  expect(metadata.labels).toMatchObject({
    app: 'kv',
    'apps.kubernetes.io/pod-index': '0',
    'controller-revision-hash': revision,
    'statefulset.kubernetes.io/pod-name': 'kv-0',
  });
  expect(spec).toMatchObject({ hostname: 'kv-0', subdomain: 'kv' });
  expect(status()).toEqual({
    observedGeneration: 1,
    replicas: 3,
    readyReplicas: 3,
    availableReplicas: 3,
    currentReplicas: 3,
    updatedReplicas: 3,
    currentRevision: revision,
    updateRevision: revision,
    collisionCount: 0,
  });
});

it('creates them all at once when it may', () => {
  start({ podManagementPolicy: 'Parallel' });
  cluster.pass(0);
  expect(names()).toEqual(['kv-0', 'kv-1', 'kv-2']);
});

it('updates and removes its pods in reverse order', () => {
  start();
  cluster.pass(20);
  update(image('kv:2'));
  cluster.pass(1.5);
  expect(images()).toEqual(['kv:1', 'kv:1', 'kv:2']);
  cluster.pass(20);
  expect(images()).toEqual(['kv:2', 'kv:2', 'kv:2']);
  expect(status()?.currentRevision).toBe(status()?.updateRevision);

  update({ replicas: 1 });
  cluster.pass(0.2);
  expect(names()).toEqual(['kv-0', 'kv-1', 'kv-2']);
  cluster.pass(5);
  expect(names()).toEqual(['kv-0']);
  expect(cluster.messages('kv')).toEqual([
    'Create Pod kv-0 in StatefulSet kv successful',
    'Create Pod kv-1 in StatefulSet kv successful',
    'Create Pod kv-2 in StatefulSet kv successful',
    'Delete Pod kv-2 in StatefulSet kv successful',
    'Delete Pod kv-1 in StatefulSet kv successful',
    'Delete Pod kv-0 in StatefulSet kv successful',
  ]);
});

it('leaves pods below the partition as they are', () => {
  start();
  cluster.pass(20);
  update({
    ...image('kv:2'),
    updateStrategy: { rollingUpdate: { partition: 2 } },
  });
  cluster.pass(20);
  expect(images()).toEqual(['kv:1', 'kv:1', 'kv:2']);
  expect(status()).toMatchObject({ currentReplicas: 2, updatedReplicas: 1 });
  cluster.api.delete(kinds.pods, NAMESPACE, 'kv-0');
  cluster.pass(20);
  expect(images()).toEqual(['kv:1', 'kv:1', 'kv:2']);
});

it('waits for a pod that does not get ready', () => {
  start();
  cluster.pass(20);
  update(image('kv:2-crash'));
  cluster.pass(60);
  expect(images()).toEqual(['kv:1', 'kv:1', 'kv:2-crash']);
});

it('gives each pod volumes that outlive it', () => {
  start({
    replicas: 1,
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '1Gi' } },
        },
      },
    ],
  });
  cluster.pass(5);
  const claim = () =>
    cluster.api.get(kinds.persistentVolumeClaims, NAMESPACE, 'data-kv-0');
  expect(cluster.pods()[0].spec.volumes?.[0]).toEqual({
    name: 'data',
    persistentVolumeClaim: { claimName: 'data-kv-0' },
  });
  expect(claim()).toMatchObject({
    metadata: { labels: { app: 'kv' } },
    spec: { volumeName: `pvc-${claim()?.metadata.uid}` },
    status: {
      phase: 'Bound',
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '1Gi' },
    },
  });
  const before = claim()?.metadata.uid;
  cluster.api.delete(kinds.statefulSets, NAMESPACE, 'kv');
  cluster.pass(5);
  expect(names()).toEqual([]);
  start({ replicas: 1 });
  cluster.pass(5);
  expect(claim()?.metadata.uid).toBe(before);
});
