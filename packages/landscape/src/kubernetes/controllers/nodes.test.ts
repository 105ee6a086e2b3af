import { kinds } from './objects';
import { testCluster } from './testing/test-cluster';

const leases = ({ api }: ReturnType<typeof testCluster>) =>
  api.list(kinds.leases, { namespace: 'kube-node-lease' });

it('registers nodes that are ready, with addresses and room for pods', () => {
  const cluster = testCluster({
    nodes: [
      { name: 'one', cpu: '8', podCIDR: '10.1.2.0/24', labels: { zone: 'a' } },
    ],
  });
  expect(cluster.api.list(kinds.nodes)).toMatchObject([
    {
      metadata: { labels: { zone: 'a', 'kubernetes.io/hostname': 'one' } },
      spec: { podCIDR: '10.1.2.0/24' },
      status: {
        addresses: [
          { type: 'InternalIP', address: '172.16.0.10' },
          { type: 'Hostname', address: 'one' },
        ],
        allocatable: { cpu: '8', memory: '64Gi', pods: '250' },
        conditions: expect.arrayContaining([
          expect.objectContaining({ type: 'Ready', status: 'True' }),
        ]),
      },
    },
  ]);
  cluster.stop();
});

it('gives few signs of life, and none while a long past is played', () => {
  let past = true;
  const cluster = testCluster({ nodeCount: 1, fastForward: () => past });
  cluster.pass(3600);
  expect(leases(cluster)).toEqual([]);
  past = false;
  cluster.pass(300);
  const [lease] = leases(cluster);
  expect(lease.spec.renewTime).toBe('2026-11-20T09:05:00.000000Z');
  cluster.pass(299);
  expect(leases(cluster)[0]).toBe(lease);
  cluster.stop();
});
