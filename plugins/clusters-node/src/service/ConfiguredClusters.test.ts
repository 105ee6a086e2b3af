import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import type { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import { eventually } from '../__testUtils__/eventually';
import { answer, FakeApi, status } from '../__testUtils__/FakeApi';
import { podList, podOf } from '../__testUtils__/pods';
import { DeferredAccess } from '../bridge/DeferredAccess';
import type { CachedCount } from '../cluster/metrics';
import { silentLogger } from '../testUtils/silentLogger';
import { ConfiguredClusters } from './ConfiguredClusters';
import { DEFAULT_TIMINGS } from './timings';

let apis: FakeApi[];
let configured: ClusterDetails[];
let clusters: ConfiguredClusters;
let access: DeferredAccess;
let sizes: (() => Iterable<CachedCount>) | undefined;
const counted: string[] = [];

beforeEach(async () => {
  apis = await Promise.all([FakeApi.start(), FakeApi.start()]);
  for (const [index, api] of apis.entries()) {
    api.handle = ({ query }, response) =>
      query.has('watch')
        ? response.writeHead(200).flushHeaders()
        : answer(response, 200, podList([podOf(`pod-${index}`, 1)], 1));
  }
  access = new DeferredAccess();
  clusters = new ConfiguredClusters({
    access,
    logger: silentLogger,
    timings: { ...DEFAULT_TIMINGS, clustersAgeMs: 0, backoffMs: 10 },
  });
});
afterEach(async () => {
  await clusters.close();
  for (const api of apis) await api.stop();
});

function provide(getClusters = async () => configured): void {
  access.provide({
    getClusters,
    getCredential: async () => ({ type: 'bearer token', token: 'x' }),
    metrics: {
      requested: (cluster, purpose, outcome) =>
        counted.push(`${cluster} ${purpose} ${outcome}`),
      reconnected: () => {},
      relisted: (cluster, kind) => counted.push(`${cluster} relist ${kind}`),
      observeCached: observe => {
        sizes = observe;
        return () => {
          sizes = undefined;
        };
      },
    },
  });
}

function details(name: string, url: string): ClusterDetails {
  return {
    name,
    url,
    authMetadata: {
      [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: 'serviceAccount',
      serviceAccountToken: 'x',
    },
  };
}

it('waits for its clusters, and follows them when they move', async () => {
  const listed = clusters.list();
  configured = [details('dev', apis[0].url), details('old', apis[1].url)];
  provide();
  const [dev, old] = await listed;
  const lease = dev.watch('pods');
  expect(await lease.ready({ timeoutMs: 5_000 })).toBe(true);
  expect(counted).toContain('dev relist pods');
  expect(counted).toContain('dev list 200');
  expect([...(sizes?.() ?? [])]).toEqual([
    { cluster: 'dev', kind: 'pods', count: 1 },
  ]);

  // The same name at another address, and one that is gone.
  configured = [details('dev', apis[1].url)];
  await eventually(async () => (await clusters.list()).length === 1);
  expect(await clusters.get('dev')).toBe(dev);
  await eventually(() => {
    expect(lease.cache.list()).toEqual([podOf('pod-1', 1)]);
  });
  expect(await old.watch('pods').ready({ timeoutMs: 5_000 })).toBe(false);
  await clusters.close();
  expect(sizes).toBeUndefined();
});

it.each([
  ['is not for us', 403],
  ['asks for patience', 429],
])('does not keep what was where a cluster moves that %s', async (_, code) => {
  configured = [details('dev', apis[0].url)];
  const { handle } = apis[0];
  apis[0].handle = (request, response) =>
    request.query.has('watch')
      ? answer(response, code, status(code), { 'retry-after': '300' })
      : handle(request, response);
  provide();
  const [dev] = await clusters.list();
  const lease = dev.watch('pods');
  await eventually(() =>
    expect(lease.cache.list()).toEqual([podOf('pod-0', 1)]),
  );
  await eventually(() => apis[0].of('/api/v1/pods').length === 2);
  configured = [details('dev', apis[1].url)];
  await eventually(
    async () => {
      await clusters.list();
      expect(lease.cache.list()).toEqual([podOf('pod-1', 1)]);
    },
    { within: 2_000 },
  );
});

it('asks a cluster that has moved what it may do there', async () => {
  configured = [details('dev', apis[0].url)];
  apis[1].review = (_, response) =>
    answer(response, 201, { status: { allowed: false } });
  provide();
  const [dev] = await clusters.list();
  const may = () =>
    dev.mayWrite({
      namespace: 'order',
      verb: 'patch',
      group: 'apps',
      resource: 'deployments',
    });
  expect(await may()).toBe(true);
  configured = [details('dev', apis[1].url)];
  await eventually(async () => {
    await clusters.list();
    expect(await may()).toBe(false);
  });
});

it('keeps what it knows when the kubernetes plugin cannot tell', async () => {
  configured = [details('dev', apis[0].url)];
  provide();
  const known = await clusters.list();
  provide(() => Promise.reject(new Error('The catalog is away')));
  expect(await clusters.list()).toEqual(known);
  expect(await clusters.list()).toEqual(known);
});

it('says so when there is nothing to know yet', async () => {
  provide(() => Promise.reject(new Error('The catalog is away')));
  await expect(clusters.list()).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringContaining('The catalog is away'),
  });
});
