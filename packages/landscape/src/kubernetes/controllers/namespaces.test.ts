import { resources } from '../resources';
import { findCondition } from './conditions';
import { kinds } from './objects';
import {
  deploymentDraft,
  NAMESPACE,
  testCluster,
  USER,
  type TestCluster,
} from './testing/test-cluster';

let cluster: TestCluster;

beforeEach(() => {
  cluster = testCluster({ caPem: 'PEM' });
});

afterEach(() => cluster.stop());

const namespace = () => cluster.api.get(kinds.namespaces, undefined, NAMESPACE);

it('furnishes every namespace, again and again', () => {
  const { api } = cluster;
  const rootCa = () =>
    api.get(kinds.configMaps, NAMESPACE, 'kube-root-ca.crt')?.data;
  expect(rootCa()).toEqual({ 'ca.crt': 'PEM' });
  api.delete(kinds.serviceAccounts, NAMESPACE, 'default');
  api.patch(
    kinds.configMaps,
    NAMESPACE,
    'kube-root-ca.crt',
    { type: 'merge', body: { data: { 'ca.crt': 'other' } } },
    USER,
  );
  cluster.pass(0);
  expect(api.get(kinds.serviceAccounts, NAMESPACE, 'default')).toBeDefined();
  expect(rootCa()).toEqual({ 'ca.crt': 'PEM' });
});

it('empties a namespace before it goes', () => {
  const { api } = cluster;
  api.create(kinds.deployments, deploymentDraft(), USER);
  cluster.pass(5);
  api.delete(kinds.namespaces, undefined, NAMESPACE);
  cluster.pass(0);
  expect(namespace()?.status?.phase).toBe('Terminating');
  expect(
    findCondition(namespace()?.status?.conditions, 'NamespaceContentRemaining'),
  ).toMatchObject({
    status: 'True',
    reason: 'SomeResourcesRemain',
    message: 'Some resources are remaining: pods. has 3 resource instances',
  });
  expect(() => api.create(kinds.deployments, deploymentDraft(), USER)).toThrow(
    'being terminated',
  );
  cluster.pass(2);
  expect(namespace()).toBeUndefined();
  for (const type of Object.values(resources)) {
    expect(api.list(type, { namespace: NAMESPACE })).toEqual([]);
  }
});

it('waits for finalizers of others', () => {
  const { api } = cluster;
  api.create(
    kinds.configMaps,
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'kept',
        namespace: NAMESPACE,
        finalizers: ['acme.io/keep'],
      },
    },
    USER,
  );
  api.delete(kinds.namespaces, undefined, NAMESPACE);
  cluster.pass(60);
  expect(
    findCondition(
      namespace()?.status?.conditions,
      'NamespaceFinalizersRemaining',
    )?.message,
  ).toBe(
    'Some content in the namespace has finalizers remaining: acme.io/keep in 1 resource instances',
  );
  api.patch(
    kinds.configMaps,
    NAMESPACE,
    'kept',
    { type: 'merge', body: { metadata: { finalizers: null } } },
    USER,
  );
  cluster.pass(2);
  expect(namespace()).toBeUndefined();
});
