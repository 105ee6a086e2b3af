import { resources } from '../resources';
import type { DeleteOptions, OwnerReference } from '../types';
import { controllerOf, kinds } from './objects';
import {
  deploymentDraft,
  NAMESPACE,
  testCluster,
  USER,
  type TestCluster,
} from './testing/test-cluster';

let cluster: TestCluster;

beforeEach(() => {
  cluster = testCluster();
});

afterEach(() => cluster.stop());

/** How many deployments, ReplicaSets and pods there are. */
function counts(): number[] {
  return [resources.deployments, resources.replicaSets, resources.pods].map(
    type => cluster.api.list(type, { namespace: NAMESPACE }).length,
  );
}

function configMap(name: string, ...owners: OwnerReference[]) {
  return cluster.api.create(
    kinds.configMaps,
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name,
        namespace: NAMESPACE,
        ...(owners.length > 0 && { ownerReferences: owners }),
      },
    },
    USER,
  );
}

function get(name: string) {
  return cluster.api.get(kinds.configMaps, NAMESPACE, name);
}

function owner({
  metadata: { name, uid },
}: ReturnType<typeof configMap>): OwnerReference {
  return { apiVersion: 'v1', kind: 'ConfigMap', name, uid };
}

describe('the dependents of a deployment', () => {
  const remove = (propagationPolicy: DeleteOptions['propagationPolicy']) => {
    cluster.api.create(kinds.deployments, deploymentDraft(), USER);
    cluster.pass(5);
    expect(counts()).toEqual([1, 1, 3]);
    cluster.api.delete(kinds.deployments, NAMESPACE, 'web', {
      propagationPolicy,
    });
  };

  it('go after it in the background', () => {
    remove('Background');
    expect(counts()).toEqual([0, 1, 3]);
    cluster.pass(0);
    expect(counts()).toEqual([0, 0, 3]);
    cluster.pass(2);
    expect(counts()).toEqual([0, 0, 0]);
  });

  it('go before it in the foreground', () => {
    remove('Foreground');
    cluster.pass(0);
    const { metadata } = cluster.deployment();
    expect(metadata.finalizers).toEqual(['foregroundDeletion']);
    const [replicaSet] = cluster.api.list(kinds.replicaSets);
    expect(replicaSet.metadata.finalizers).toEqual(['foregroundDeletion']);
    expect(
      cluster.pods().map(pod => pod.metadata.deletionGracePeriodSeconds),
    ).toEqual([30, 30, 30]);
    cluster.pass(2);
    expect(counts()).toEqual([0, 0, 0]);
  });

  it('stay without an owner when they are to be orphaned', () => {
    remove('Orphan');
    cluster.pass(2);
    expect(counts()).toEqual([0, 1, 3]);
    const [replicaSet] = cluster.api.list(kinds.replicaSets);
    expect(replicaSet.metadata.ownerReferences).toBeUndefined();
    expect(controllerOf(cluster.pods()[0])?.uid).toBe(replicaSet.metadata.uid);
  });
});

it('keeps what somebody else still owns', () => {
  const [first, second] = [configMap('first'), configMap('second')];
  configMap('shared', owner(first), owner(second));
  cluster.api.delete(kinds.configMaps, NAMESPACE, 'first');
  cluster.pass(1);
  expect(get('shared')?.metadata.ownerReferences).toEqual([owner(second)]);
  cluster.api.delete(kinds.configMaps, NAMESPACE, 'second');
  cluster.pass(1);
  expect(get('shared')).toBeUndefined();
});

it('deletes what names an owner that is not there, unless its kind is unknown', () => {
  const gone = { name: 'gone', uid: '1-2-3' };
  configMap('dangling', { apiVersion: 'v1', kind: 'ConfigMap', ...gone });
  configMap('foreign', { apiVersion: 'acme.io/v1', kind: 'Thing', ...gone });
  cluster.pass(1);
  expect(get('dangling')).toBeUndefined();
  expect(get('foreign')).toBeDefined();
});

it('waits only for dependents that block', () => {
  const holder = configMap('holder');
  configMap('loose', owner(holder));
  cluster.api.create(
    resources.secrets,
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'held',
        namespace: NAMESPACE,
        finalizers: ['acme.io/keep'],
        ownerReferences: [{ ...owner(holder), blockOwnerDeletion: true }],
      },
    },
    USER,
  );
  cluster.api.delete(kinds.configMaps, NAMESPACE, 'holder', {
    propagationPolicy: 'Foreground',
  });
  cluster.pass(5);
  expect(get('holder')).toBeDefined();
  cluster.api.patch(
    resources.secrets,
    NAMESPACE,
    'held',
    { type: 'merge', body: { metadata: { finalizers: null } } },
    USER,
  );
  cluster.pass(1);
  expect(get('holder')).toBeUndefined();
  expect(get('loose')).toBeUndefined();
});
