import { kinds, type Service } from './objects';
import {
  deploymentDraft,
  imagePatch,
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

function expose(spec: Service['spec'], labels = {}): void {
  cluster.api.create(
    kinds.services,
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: NAMESPACE, labels },
      spec,
    },
    USER,
  );
  cluster.pass(0);
}

function slices() {
  return cluster.api.list(kinds.endpointSlices, { namespace: NAMESPACE });
}

function conditions() {
  return slices()
    .flatMap(({ endpoints }) => endpoints ?? [])
    .map(({ conditions: { ready, serving, terminating } }) =>
      [ready && 'ready', serving && 'serving', terminating && 'terminating']
        .filter(Boolean)
        .join(' '),
    );
}

const PORTS = [
  { name: 'http', port: 80, targetPort: 'http' },
  { name: 'metrics', port: 81, targetPort: 9090 },
];

function deploy(replicas = 1): void {
  const draft = deploymentDraft({ replicas });
  draft.spec.template.spec.containers[0].ports = [
    { name: 'http', containerPort: 8080 },
  ];
  cluster.api.create(kinds.deployments, draft, USER);
}

it('lists the pods of a service as the real control plane does', () => {
  expose({ selector: { app: 'web' }, ports: PORTS }, { team: 'shop' });
  expect(slices()).toMatchObject([{ endpoints: null, ports: null }]);
  deploy();
  cluster.pass(5);
  const [pod] = cluster.pods();
  const service = cluster.api.get(kinds.services, NAMESPACE, 'web');
  expect(slices()).toMatchObject([
    {
      metadata: {
        name: expect.stringMatching(/^web-[a-z0-9]{5}$/),
        labels: {
          team: 'shop',
          'kubernetes.io/service-name': 'web',
          'endpointslice.kubernetes.io/managed-by':
            'endpointslice-controller.k8s.io',
        },
        ownerReferences: [
          {
            kind: 'Service',
            uid: service?.metadata.uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      addressType: 'IPv4',
      ports: [
        { name: 'http', port: 8080, protocol: 'TCP' },
        { name: 'metrics', port: 9090, protocol: 'TCP' },
      ],
      endpoints: [
        {
          addresses: [pod.status?.podIP],
          conditions: { ready: true, serving: true, terminating: false },
          nodeName: 'node-1',
          targetRef: {
            kind: 'Pod',
            name: pod.metadata.name,
            namespace: NAMESPACE,
            uid: pod.metadata.uid,
          },
          zone: 'zone-1',
        },
      ],
    },
  ]);
});

it('follows pods as they come, get ready and go', () => {
  expose({ selector: { app: 'web' }, ports: PORTS });
  deploy(2);
  cluster.pass(1);
  expect(conditions()).toEqual(['', '']);
  const [{ metadata }] = slices();
  cluster.pass(5);
  expect(conditions()).toEqual(['ready serving', 'ready serving']);
  const [first] = cluster.pods();
  cluster.api.delete(kinds.pods, NAMESPACE, first.metadata.name);
  cluster.pass(0);
  expect(conditions()).toContain('serving terminating');
  cluster.pass(5);
  expect(conditions()).toEqual(['ready serving', 'ready serving']);
  expect(slices().map(slice => slice.metadata.name)).toEqual([metadata.name]);

  cluster.patch('deployments', 'web', imagePatch('app:2-neverready'));
  cluster.pass(5);
  expect(conditions().filter(text => text === '')).toHaveLength(1);
});

it('serves pods that are not ready when asked to', () => {
  expose({
    selector: { app: 'web' },
    clusterIP: 'None',
    publishNotReadyAddresses: true,
  });
  deploy();
  cluster.pass(1);
  expect(conditions()).toEqual(['ready']);
  const [{ metadata, ports }] = slices();
  expect(ports).toBeNull();
  expect(metadata.labels).toHaveProperty(
    ['service.kubernetes.io/headless'],
    '',
  );
});

it('does nothing for a service without a selector, and ends with its service', () => {
  expose({ ports: [{ port: 80 }] });
  expect(slices()).toEqual([]);
  cluster.api.delete(kinds.services, NAMESPACE, 'web');
  expose({ selector: { app: 'web' }, ports: PORTS });
  expect(slices()).toHaveLength(1);
  const [{ metadata }] = slices();
  cluster.api.delete(kinds.endpointSlices, NAMESPACE, metadata.name);
  cluster.pass(0);
  expect(slices()).toHaveLength(1);
  cluster.api.delete(kinds.services, NAMESPACE, 'web');
  cluster.pass(1);
  expect(slices()).toEqual([]);
});

it('cuts long lists into slices of a hundred', () => {
  expose({ selector: { app: 'web' }, ports: PORTS });
  deploy(120);
  cluster.pass(10);
  const sizes = slices().map(({ endpoints }) => endpoints?.length);
  expect(sizes.sort()).toEqual([100, 20]);
});
