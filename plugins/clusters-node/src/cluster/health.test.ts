import { eventually } from '../__testUtils__/eventually';
import { answer } from '../__testUtils__/FakeApi';
import { WatchableApi } from '../__testUtils__/WatchableApi';
import type { Cluster, ClusterStatus } from '../types';

let api: WatchableApi;
beforeEach(async () => {
  api = await WatchableApi.start();
});
afterEach(() => api.stop());

const silent = () => {};
const VERSION = { gitVersion: 'v1.36.0' };
const probes = () => api.api.of('/version');

function told(cluster: Cluster): ClusterStatus[] {
  const statuses: ClusterStatus[] = [];
  cluster.onHealth(({ status }) => statuses.push(status));
  return statuses;
}

const becomes = (cluster: Cluster, status: ClusterStatus, within?: number) =>
  eventually(() => expect(cluster.health().status).toBe(status), { within });

it('is live when the first lists have come, and not before', async () => {
  const cluster = await api.connect({ behindMs: 60_000 });
  const { list } = api;
  api.list = silent;
  const statuses = told(cluster);
  cluster.watch('pods');
  await eventually(() => probes().length > 3);
  expect(cluster.health()).toMatchObject({
    status: 'connecting',
    lastContactAt: expect.any(Number),
  });
  api.list = list;
  // A detail that is not there yet, or not for us, changes nothing.
  cluster.watch('services');
  await eventually(() => api.streams.length === 1);
  expect(cluster.health().status).toBe('connecting');
  await api.disconnect();
  expect(statuses).not.toContain('live');
});

it('becomes live with its last first list', async () => {
  const cluster = await api.connect({ behindMs: 60_000 });
  const waiting: (() => void)[] = [];
  const { list } = api;
  api.list = (...request) => waiting.push(() => list(...request));
  cluster.watch('pods');
  cluster.watch('namespaces');
  await eventually(() => waiting.length === 2);
  waiting[0]();
  await api.stream();
  expect(cluster.health().status).toBe('connecting');
  waiting[1]();
  await becomes(cluster, 'live');
});

it('is stale when a first list takes too long', async () => {
  const cluster = await api.connect({ behindMs: 100 });
  api.list = silent;
  const lease = cluster.watch('pods');
  await becomes(cluster, 'stale');
  expect(lease.state().state).toBe('starting');
});

it('is unreachable in time, though it was never seen', async () => {
  const cluster = await api.connect({ probeTimeoutMs: 200 });
  api.list = silent;
  api.api.version = silent;
  const lease = cluster.watch('pods');
  const startedAt = Date.now();
  await becomes(cluster, 'unreachable', 5_000);
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(195);
  expect(cluster.health().message).toBe('no answer within 0.2 s');
  expect(await lease.ready({ timeoutMs: 5_000 })).toBe(false);
});

it('is judged by its workloads, not by details', async () => {
  const cluster = await api.connect({ behindMs: 1_000 });
  const { list } = api;
  api.list = (request, response) => {
    if (!request.path.endsWith('/events')) list(request, response);
  };
  const statuses = told(cluster);
  const startedAt = Date.now();
  const pods = cluster.watch('pods');
  const events = cluster.watch('events');
  await eventually(() => pods.state().state === 'current');
  await becomes(cluster, 'live');
  await eventually(() => probes().length > 5);
  // Longer than workloads could be behind.
  await eventually(() => Date.now() - startedAt > 1_500);
  expect(events.state().state).toBe('starting');
  expect(statuses).not.toContain('stale');
});

it('begins anew for who looks after a while in which nobody did', async () => {
  const cluster = await api.connect({ behindMs: 0 });
  const first = cluster.watch('pods');
  await becomes(cluster, 'live');
  const opened = await api.stream();
  const closed = new Promise(resolve => opened.once('close', resolve));
  first.release();
  await closed;
  const asked = probes().length;
  await eventually(() => Date.now() > (cluster.health().lastContactAt ?? 0));

  // Meanwhile it has gone.
  api.api.version = silent;
  api.list = silent;
  const statuses = told(cluster);
  cluster.watch('pods');
  expect(cluster.health().status).toBe('connecting');
  await becomes(cluster, 'unreachable');
  expect(statuses).toEqual(['connecting', 'unreachable']);
  expect(probes().length).toBeGreaterThan(asked);
});

it('does not take what it heard long ago for a sign of life', async () => {
  const cluster = await api.connect({ behindMs: 0 });
  const lease = cluster.watch('pods');
  await becomes(cluster, 'live');
  const opened = await api.stream();
  const closed = new Promise(resolve => opened.once('close', resolve));
  lease.release();
  await closed;
  await eventually(() => Date.now() > (cluster.health().lastContactAt ?? 0));
  api.api.version = silent;
  api.watch = silent;
  api.list = silent;
  const statuses = told(cluster);
  // A log needs the cluster too, and has no list by which it could be known to be new.
  const log = cluster.readPodLog({
    namespace: 'order',
    pod: 'shop-1',
    container: 'shop',
    tailLines: 1,
    follow: true,
    signal: AbortSignal.timeout(20_000),
  });
  const end = log.next();
  // Comes and goes, so that all that is known is looked at.
  cluster.watch('services').release();
  await becomes(cluster, 'unreachable');
  expect(statuses).toEqual(['connecting', 'unreachable']);
  expect(await end).toEqual({ done: true, value: 'cluster-lost' });
});

it('does not hold against a cluster how it was left', async () => {
  const cluster = await api.connect({ behindMs: 0 });
  const lease = cluster.watch('pods');
  await becomes(cluster, 'live');
  api.api.version = silent;
  await becomes(cluster, 'unreachable');
  const opened = await api.stream();
  const closed = new Promise(resolve => opened.once('close', resolve));
  lease.release();
  await closed;
  await eventually(() => Date.now() > (cluster.health().lastContactAt ?? 0));

  // Lists come before the first probe is answered.
  let listed = false;
  const { list } = api;
  api.list = (...request) => {
    list(...request);
    listed = true;
  };
  api.api.version = async (_, response) => {
    await eventually(() => listed && api.streams.length > 1);
    answer(response, 200, VERSION);
  };
  const statuses = told(cluster);
  cluster.watch('pods');
  await becomes(cluster, 'live');
  expect(statuses).not.toContain('unreachable');
});

it('goes on for who looks again at once', async () => {
  const cluster = await api.connect();
  const first = cluster.watch('pods');
  await becomes(cluster, 'live');
  const opened = await api.stream();
  const closed = new Promise(resolve => opened.once('close', resolve));
  first.release();
  await closed;
  const statuses = told(cluster);
  const again = cluster.watch('pods');
  await eventually(() => again.state().state === 'current');
  expect(statuses).not.toContain('connecting');
});

it('does not judge a cluster while we are busy ourselves', async () => {
  const cluster = await api.connect();
  cluster.watch('pods');
  await becomes(cluster, 'live');
  const statuses = told(cluster);
  let blocked = 0;
  api.api.version = (_, response) => {
    if (blocked < 2) {
      blocked++;
      // Much longer than the 300 ms within which the probe has to be answered.
      const until = Date.now() + 900;
      while (Date.now() < until);
      // What the busy process would have had no time to read.
      setTimeout(() => answer(response, 200, VERSION), 60);
      return;
    }
    answer(response, 200, VERSION);
  };
  const before = probes().length;
  await eventually(() => probes().length > before + 3);
  expect(blocked).toBe(2);
  expect(statuses).not.toContain('unreachable');
});

it('asks only a cluster that says nothing by itself', async () => {
  const cluster = await api.connect({ probeIntervalMs: 400 });
  cluster.watch('pods');
  const stream = await api.stream();
  await becomes(cluster, 'live');
  const before = probes().length;
  let said = 0;
  const chatter = setInterval(() => {
    said++;
    stream.write(
      '{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"2"}}}\n',
    );
  }, 50);
  // For more than three of the intervals.
  await eventually(() => said === 30);
  clearInterval(chatter);
  expect(probes().length).toBeLessThanOrEqual(before + 1);
  // Silent now: asked again in time.
  await eventually(() => probes().length > before + 1, { within: 1_000 });
});
