import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { FakeCluster } from '@pilothouse/plugin-clusters-node/testUtils';
import { NAMESPACE_OWNER_LABEL } from '@pilothouse/plugin-release-common';
import { Grants } from '../../config/Grants';
import { HTTP_ROUTE, INGRESS } from '../kinds';
import type { Manifest } from '../manifests/Manifest';
import { takenHosts } from './takenHosts';

interface Route {
  namespace: string;
  hosts: string[];
  /** Day of November. */
  day?: number;
}

const OWNERS: Record<string, string> = {
  order: 'team-order',
  'order-web': 'Team-Order',
  payment: 'team-payment',
};

function clusterWith(routes: {
  httproutes?: Route[];
  ingresses?: Route[];
}): FakeCluster {
  const cluster = new FakeCluster('beijing');
  cluster.readAll = async ({ plural }, project) => {
    const found = plural === 'ingresses' ? routes.ingresses : routes.httproutes;
    if (!found) throw new NotFoundError('The cluster does not serve it');
    return found.flatMap(({ namespace, hosts, day = 1 }, index) => {
      const metadata = {
        namespace,
        name: `route-${index}`,
        creationTimestamp: `2026-11-0${day}T08:00:00Z`,
      };
      const spec =
        plural === 'ingresses'
          ? { rules: hosts.map(host => ({ host })) }
          : { hostnames: hosts };
      return project({ metadata, spec }) ?? [];
    });
  };
  cluster.read = async <T>(_: unknown, { name }: { name: string }) => {
    if (!OWNERS[name]) throw new NotFoundError(`There is no ${name}`);
    const labels = { [NAMESPACE_OWNER_LABEL]: OWNERS[name] };
    return { metadata: { name, labels } } as T;
  };
  return cluster;
}

function routeFor(...hostnames: string[]): Manifest {
  const object = { spec: { hostnames } };
  return { kind: HTTP_ROUTE, name: 'shop', path: 'route.yaml', object };
}

async function taken(
  cluster: FakeCluster,
  ...manifests: Manifest[]
): Promise<string[]> {
  const place = {
    environment: { name: 'dev', title: { en: 'dev', zh: 'dev' } },
    clusters: [cluster],
    namespace: 'order',
    owner: { ref: 'group:default/team-order', name: 'team-order' },
    actor: 'user:default/li.wei',
  } as unknown as Parameters<typeof takenHosts>[1];
  const found = await takenHosts(cluster, place, manifests, {
    grants: new Grants([]),
  });
  return found.map(({ host }) => host);
}

const HOST = 'shop.yunfan.test';

it.each<[string, Parameters<typeof clusterWith>[0], string[]]>([
  ['nobody', { httproutes: [], ingresses: [] }, []],
  [
    'another team',
    { httproutes: [{ namespace: 'payment', hosts: [HOST] }], ingresses: [] },
    [HOST],
  ],
  [
    'another team, by an Ingress, on a cluster without the Gateway API',
    { ingresses: [{ namespace: 'payment', hosts: ['x.test', HOST] }] },
    [HOST],
  ],
  [
    'another team, with all names of the domain',
    { ingresses: [{ namespace: 'payment', hosts: ['*.yunfan.test'] }] },
    [HOST],
  ],
  [
    'another team, under a name that only ends alike',
    { ingresses: [{ namespace: 'payment', hosts: [`x${HOST}`, `a.${HOST}`] }] },
    [],
  ],
  [
    'the same team, elsewhere',
    { ingresses: [{ namespace: 'order-web', hosts: [HOST] }] },
    [],
  ],
  [
    'a namespace that is gone',
    { ingresses: [{ namespace: 'gone', hosts: [HOST] }] },
    [],
  ],
  [
    'the same service, before another team',
    {
      ingresses: [{ namespace: 'payment', hosts: [HOST], day: 3 }],
      httproutes: [{ namespace: 'order', hosts: [HOST], day: 2 }],
    },
    [],
  ],
  [
    'another team, before the same service',
    {
      ingresses: [{ namespace: 'payment', hosts: [HOST], day: 1 }],
      httproutes: [{ namespace: 'order', hosts: [HOST], day: 2 }],
    },
    [HOST],
  ],
])('a host of %s', async (_, routes, expected) => {
  expect(await taken(clusterWith(routes), routeFor(HOST))).toEqual(expected);
});

it('a host of all names of a domain takes those that others have in it', async () => {
  const cluster = clusterWith({
    ingresses: [{ namespace: 'payment', hosts: ['Pay.Yunfan.test'] }],
  });
  expect(await taken(cluster, routeFor('*.yunfan.test'))).toEqual([
    '*.yunfan.test',
  ]);
});

it('asks nothing for manifests without hosts', async () => {
  const cluster = new FakeCluster('beijing');
  cluster.readAll = async () => {
    throw new ServiceUnavailableError('It does not answer');
  };
  const object = { spec: { rules: [{ http: { paths: [] } }] } };
  const ingress = { kind: INGRESS, name: 'shop', path: 'i.yaml', object };
  expect(await taken(cluster, ingress)).toEqual([]);
  await expect(taken(cluster, routeFor(HOST))).rejects.toThrow(
    'It does not answer',
  );
});
