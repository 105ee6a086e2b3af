import type { Landscape } from '@pilothouse/landscape';
import { describeWrites } from './__testUtils__/describeWrites';
import { eventually } from './__testUtils__/eventually';
import { startTestLandscape } from './__testUtils__/landscape';
import type { Timings } from './service/timings';
import { createClusters } from './testUtils';
import type {
  Cluster,
  ClusterHealth,
  ClusterStatus,
  WatchedKind,
} from './types';
import { DEPLOYMENT } from './writes/kinds';

jest.setTimeout(60_000);

/** Soon, and not so soon that a cluster would be called lost where this process has to wait for the machine. */
const QUICK: Partial<Timings> = {
  probeIntervalMs: 100,
  probeTimeoutMs: 500,
  requestTimeoutMs: 1_000,
  writeTimeoutMs: 1_000,
  backoffMs: 100,
  refusedPauseMs: 300,
};
const OPTIONS = { fieldManager: 'pilothouse' };

let landscape: Landscape;
let stopLandscape: () => Promise<void>;
const closes: (() => Promise<void>)[] = [];

beforeAll(async () => {
  ({ landscape, stop: stopLandscape } = await startTestLandscape());
});
afterAll(() => stopLandscape());
afterEach(async () => {
  fault('none');
  for (const close of closes.splice(0)) await close();
});

function fault(mode: 'none' | 'hang' | 'refuse' | 'unauthorized'): void {
  landscape.clusters[0].faults.set({ mode, delayMs: 0 });
}

async function connect(
  user = 'portal',
  rest: { caPem?: string } = {},
): Promise<readonly Cluster[]> {
  const clusters = createClusters(
    landscape.clusters.map(({ name, url, caPem, tokens }) => ({
      name,
      url,
      caPem,
      token: tokens[user],
      ...rest,
    })),
    { timings: QUICK },
  );
  closes.push(() => clusters.close());
  return clusters.list();
}

/** Two clusters that are live, and every status of the first one since. */
async function live() {
  const [cluster, other] = await connect();
  const leases = [cluster, other].map(each => each.watch('deployments'));
  for (const lease of leases) {
    await eventually(() => lease.ready({ timeoutMs: 5_000 }));
  }
  for (const each of [cluster, other]) {
    await eventually(() => {
      expect(each.health()).toMatchObject({ status: 'live', writable: true });
    });
  }
  const told: ClusterHealth[] = [];
  cluster.onHealth(health => told.push(health));
  const becomes = (status: ClusterStatus) =>
    eventually(() => expect(cluster.health().status).toBe(status));
  return { cluster, other, lease: leases[0], told, becomes };
}

/** What a write needs of some Deployment, as it is now. */
function seen(cluster: Cluster) {
  const [{ metadata, spec }] = cluster.watch('deployments').cache.list();
  return {
    target: {
      namespace: metadata?.namespace ?? '',
      name: metadata?.name ?? '',
      uid: metadata?.uid ?? '',
      resourceVersion: metadata?.resourceVersion ?? '',
    },
    replicas: spec?.replicas ?? 0,
  };
}

/** Kills a pod through the console of the landscape, which does not ask the API server. */
async function killUnseen(namespace: string, pod: string): Promise<void> {
  const { name } = landscape.clusters[0];
  const answer = await fetch(
    `${landscape.consoleUrl}/api/pods/${name}/${namespace}/${pod}`,
    { method: 'DELETE', headers: { 'content-type': 'application/json' } },
  );
  expect(answer.status).toBe(200);
}

it('watches all kinds, and pods belong to ReplicaSets of Deployments', async () => {
  const [cluster] = await connect();
  const kinds: WatchedKind[] = [
    'namespaces',
    'deployments',
    'replicasets',
    'pods',
    'services',
    'horizontalpodautoscalers',
    'poddisruptionbudgets',
    'events',
  ];
  const ready = kinds.map(kind =>
    cluster.watch(kind).ready({ timeoutMs: 30_000 }),
  );
  expect(await Promise.all(ready)).toEqual(kinds.map(() => true));
  const pods = cluster
    .watch('deployments')
    .cache.list()
    .flatMap(one =>
      cluster
        .watch('replicasets')
        .cache.ownedBy(one.metadata?.namespace, one.metadata?.uid ?? '')
        .flatMap(({ metadata }) =>
          cluster
            .watch('pods')
            .cache.ownedBy(metadata?.namespace, metadata?.uid ?? ''),
        ),
    );
  const all = cluster.watch('pods').cache.list();
  expect(pods.length).toBeGreaterThan(0);
  expect(new Set(pods).size).toBe(pods.length);
  expect(all).toEqual(expect.arrayContaining(pods));
});

// Streams that hung may be dead without knowing: they are opened anew before anything is called live.
it.each([
  ['hang', 'no answer within 0.5 s', ['unreachable', 'stale', 'live']],
  ['refuse', 'the connection was refused', ['unreachable', 'live']],
] as const)(
  'notices a cluster that does %s, keeps what it knew, and catches up',
  async (mode, why, way) => {
    const { cluster, other, lease, told, becomes } = await live();
    const known = lease.cache.list();
    const { target, replicas } = seen(cluster);
    fault(mode);
    await becomes('unreachable');
    const { message, lastContactAt, since } = cluster.health();
    expect(message).toBe(why);
    expect(lastContactAt).toBeLessThanOrEqual(since);
    expect(lease.cache.list()).toBe(known);
    expect(lease.cache.synced).toBe(true);
    expect(other.health().status).toBe('live');

    // Nobody waits to find out again what is known.
    const pods = cluster.watch('pods');
    expect(await pods.ready({ timeoutMs: 5_000 })).toBe(false);
    await expect(
      cluster.scale(target, replicas + 1, OPTIONS),
    ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });

    fault('none');
    await becomes('live');
    await eventually(() => pods.ready({ timeoutMs: 5_000 }));
    const statuses = told.map(({ status }) => status);
    expect(statuses).toEqual(expect.arrayContaining([...way]));
    const written = await cluster.scale(target, replicas + 1, OPTIONS);
    expect(written.outcome).toBe('done');
    await eventually(() => seen(cluster).replicas === replicas + 1);
  },
);

it('ends followed logs of a cluster that does not answer any more', async () => {
  const { cluster, becomes } = await live();
  const pods = cluster.watch('pods');
  await pods.ready({ timeoutMs: 5_000 });
  const [{ metadata, spec }] = pods.cache.list();
  const log = cluster.readPodLog({
    namespace: metadata?.namespace ?? '',
    pod: metadata?.name ?? '',
    container: spec?.containers[0].name ?? '',
    tailLines: 1,
    follow: true,
    signal: AbortSignal.timeout(20_000),
  });
  expect((await log.next()).done).toBe(false);
  fault('hang');
  await becomes('unreachable');
  let last = await log.next();
  while (!last.done) last = await log.next();
  expect(last.value).toBe('cluster-lost');
});

it('gives up in time where not even a connection can be made', async () => {
  const [cluster] = await connect();
  fault('hang');
  const target = {
    namespace: 'order',
    name: 'order-api',
    uid: 'uid',
    resourceVersion: '1',
  };
  const startedAt = Date.now();
  await expect(cluster.scale(target, 1, OPTIONS)).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
    message: expect.stringContaining('no answer within 1 s'),
  });
  expect(Date.now() - startedAt).toBeLessThan(2_000);
});

it('sees that its credentials are refused, and that they are taken again', async () => {
  const { cluster, told, becomes } = await live();
  fault('unauthorized');
  await becomes('unauthorized');
  expect(cluster.health().message).toBe('It refuses our credentials.');
  fault('none');
  await becomes('live');
  expect(told.filter(({ status }) => status === 'unauthorized')).toHaveLength(
    1,
  );
});

it('lists anew when the cluster has forgotten where it was', async () => {
  const { cluster, becomes } = await live();
  const { cache, ready } = cluster.watch('pods');
  await ready({ timeoutMs: 5_000 });
  const names = () => cache.list().map(({ metadata }) => metadata?.name ?? '');
  const before = names();
  const [{ metadata }] = cache.list();
  fault('refuse');
  await becomes('unreachable');
  // Nobody sees this, and the cluster forgets it.
  await killUnseen(metadata?.namespace ?? '', metadata?.name ?? '');
  landscape.clusters[0].compact();
  fault('none');
  await becomes('live');
  await eventually(() => {
    expect(names()).not.toContain(metadata?.name);
    expect(names()).toHaveLength(before.length);
  });
  expect(new Set(names()).size).toBe(before.length);
});

it('names what it may not do', async () => {
  const [viewer] = await connect('viewer');
  const lease = viewer.watch('deployments');
  expect(await lease.ready({ timeoutMs: 5_000 })).toBe(true);
  await eventually(() => viewer.health().writable === false);
  const { target, replicas } = seen(viewer);
  await expect(viewer.scale(target, replicas, OPTIONS)).rejects.toMatchObject({
    name: 'NotAllowedError',
  });
  const [developer] = await connect('developer');
  expect(await developer.watch('namespaces').ready({ timeoutMs: 5_000 })).toBe(
    false,
  );
  expect(developer.health().forbidden).toEqual([
    { verb: 'list', resource: 'namespaces' },
  ]);
});

it('trusts nobody but the given CA', async () => {
  const [cluster] = await connect('portal', { caPem: undefined });
  expect(await cluster.watch('pods').ready({ timeoutMs: 5_000 })).toBe(false);
  await eventually(() => {
    expect(cluster.health()).toMatchObject({
      status: 'unreachable',
      message: 'its certificate is not signed by the given CA',
    });
  });
});

it('tells a conflict, and whom it would overrule', async () => {
  const { cluster } = await live();
  const { target, replicas } = seen(cluster);
  const done = await cluster.scale(target, replicas + 1, OPTIONS);
  expect(done).toMatchObject({ object: { replicas: replicas + 1 } });
  expect(await cluster.scale(target, replicas, OPTIONS)).toMatchObject({
    outcome: 'conflict',
  });
  const pause = [{ op: 'add', path: '/spec/paused', value: false }];
  expect(
    await cluster.jsonPatch(DEPLOYMENT, target, pause, OPTIONS),
  ).toMatchObject({ outcome: 'conflict' });
  const { namespace, name, uid } = target;
  const apply = await cluster.apply(
    DEPLOYMENT,
    { metadata: { namespace, name, uid }, spec: { minReadySeconds: 3 } },
    OPTIONS,
  );
  expect(apply.outcome).toBe('done');
});

describe('as rollouts need them', () => {
  let clusters: ReturnType<typeof createClusters>;
  let cluster: Cluster;

  beforeAll(async () => {
    const [{ name, url, caPem, tokens }] = landscape.clusters;
    clusters = createClusters([{ name, url, caPem, token: tokens.portal }]);
    [cluster] = await clusters.list();
  });
  afterAll(() => clusters.close());

  describeWrites(() => ({ cluster, namespace: 'order' }));
});
