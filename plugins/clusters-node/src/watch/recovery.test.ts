import { eventually } from '../__testUtils__/eventually';
import { answer, status } from '../__testUtils__/FakeApi';
import { podList, podOf, sendEvents } from '../__testUtils__/pods';
import { WatchableApi } from '../__testUtils__/WatchableApi';
import type { Timings } from '../service/timings';
import type { CacheChange, LeaseState, WatchedKinds } from '../types';

const PODS = '/api/v1/pods';

let api: WatchableApi;
beforeEach(async () => {
  api = await WatchableApi.start();
});
afterEach(() => api.stop());

/** A watch of pods that is current, and all that it has told since. */
async function watching(timings: Partial<Timings> = {}) {
  const cluster = await api.connect(timings);
  const lease = cluster.watch('pods');
  expect(await lease.ready({ timeoutMs: 5_000 })).toBe(true);
  await eventually(() => lease.state().state === 'current');
  const told: CacheChange<WatchedKinds['pods']>[] = [];
  const states: LeaseState[] = [];
  lease.subscribe(changes => told.push(...changes));
  lease.onState(state => states.push(state));
  const names = () => lease.cache.list().map(({ metadata }) => metadata?.name);
  return { cluster, lease, told, states, names, open: await api.stream() };
}

const silentProbes = () => {
  api.api.version = () => {};
};
const answeredProbes = () => {
  api.api.version = (_, response) =>
    answer(response, 200, { gitVersion: 'v1.36.0' });
};

describe('rights that are taken away', () => {
  it('take away what was known by them, and give it back', async () => {
    const { cluster, lease, told, names, open } = await watching();
    const { list, watch } = api;
    api.list = (_, response) => answer(response, 403, status(403));
    api.watch = api.list;
    open.end();
    await eventually(() => !lease.cache.synced);
    expect(names()).toEqual([]);
    expect(lease.cache.get('order', 'a')).toBeUndefined();
    expect(lease.cache.list('order')).toEqual([]);
    expect(told).toEqual([{ type: 'relist' }]);
    await eventually(() => lease.state().state === 'denied');
    expect(cluster.health().forbidden).toEqual([
      { verb: 'list', resource: 'pods' },
    ]);
    expect(await lease.ready({ timeoutMs: 5_000 })).toBe(false);
    api.list = list;
    api.watch = watch;
    await eventually(() => lease.state().state === 'current');
    expect(names()).toEqual(['a']);
    expect(told).toEqual([{ type: 'relist' }, { type: 'relist' }]);
    expect(cluster.health().forbidden).toEqual([]);
  });

  it('leave what may be listed, where only watching is forbidden', async () => {
    const { cluster, lease, names, open } = await watching();
    api.watch = (_, response) => answer(response, 403, status(403));
    api.list = (_, response) =>
      answer(response, 200, podList([podOf('a', 1), podOf('b', 2)], 2));
    open.end();
    await eventually(() => names().length === 2);
    await eventually(() => api.lists().length === 4);
    expect(names()).toEqual(['a', 'b']);
    expect(lease.state().state).toBe('denied');
    expect(cluster.health().forbidden).toEqual([
      { verb: 'watch', resource: 'pods' },
    ]);
  });
});

describe('a cluster that was restored from a backup', () => {
  it('is listed anew when its versions have gone back, whatever the objects say', async () => {
    api.list = (_, response) =>
      answer(response, 200, podList([podOf('a', 90), podOf('b', 95)], 100));
    const { told, names, lease, open } = await watching();
    // The same version of the same pod, with another content: it was given out twice.
    const twin = podOf('a', 90, { labels: { app: 'restored' } });
    api.list = (_, response) => answer(response, 200, podList([twin], 99));
    api.present = 99;
    open.destroy();
    await eventually(() => api.streams.length === 2);
    expect(names()).toEqual(['a']);
    expect(lease.cache.get('order', 'a')?.metadata?.labels).toEqual({
      app: 'restored',
    });
    expect(told).toEqual([{ type: 'relist' }]);
    // What a watch from version 100 would have kept to itself.
    sendEvents(api.streams[1].response, ['ADDED', podOf('c', 100)]);
    await eventually(() => names().length === 2);
    const opened = api.api.of(PODS, { watch: 'true' });
    expect(opened.at(-1)?.query.get('resourceVersion')).toBe('99');
  });

  /** The cluster, as it is when it has been put back to before what is known of it. */
  const restore = () => {
    api.present = 99;
    api.list = (_, response) => answer(response, 200, podList([], 99));
  };

  it.each([
    // As an API server that is shut down in an orderly way ends them.
    ['that ended too soon', [100, 100] as const, 0],
    ['that did not come about', [0, 0] as const, 1],
  ])('is found out after a watch %s', async (_, watchSeconds, failures) => {
    api.present = 100;
    api.list = (__, response) =>
      answer(response, 200, podList([podOf('a', 90)], 100));
    const { names, open } = await watching({ watchSeconds });
    const { watch } = api;
    let failed = 0;
    api.watch = (...request) => {
      if (failed === failures) {
        watch(...request);
        return;
      }
      failed++;
      restore();
      request[1].destroy();
    };
    if (failures === 0) restore();
    open.end();
    await eventually(() => names().length === 0);
    await api.stream(2);
    const opened = api.api.of(PODS, { watch: 'true' });
    expect(opened.at(-1)?.query.get('resourceVersion')).toBe('99');
  });

  it('is not asked about where nothing can have happened', async () => {
    const asked = () => api.api.of(PODS, { limit: '1' });
    const { open } = await watching({ watchSeconds: [0, 0] });
    open.end();
    (await api.stream(2)).destroy();
    await api.stream(3);
    expect(asked()).toHaveLength(1);
    expect(api.lists()).toHaveLength(1);
  });
});

describe('what waits on a dead connection', () => {
  it('is asked for again when the cluster is back: a list', async () => {
    const { cluster } = await watching({ listTimeoutMs: 60_000 });
    const { list } = api;
    api.list = () => {};
    silentProbes();
    await eventually(() => cluster.health().status === 'unreachable');
    // It is sent while the cluster is away, and never answered.
    const lease = cluster.watch('services');
    await eventually(() => api.lists('/api/v1/services').length === 1);
    api.list = list;
    answeredProbes();
    await eventually(() => lease.cache.synced, { within: 2_000 });
    expect(api.lists('/api/v1/services')).toHaveLength(2);
  });

  it('is asked for again when the cluster is back: a stream to be', async () => {
    const { cluster, lease, open } = await watching({
      requestTimeoutMs: 60_000,
    });
    const { watch } = api;
    api.watch = () => {};
    open.end();
    await eventually(() => api.api.of(PODS, { watch: 'true' }).length === 2);
    silentProbes();
    await eventually(() => cluster.health().status === 'unreachable');
    api.watch = watch;
    answeredProbes();
    await eventually(() => lease.state().state === 'current', {
      within: 2_000,
    });
    expect(api.api.of(PODS, { watch: 'true' })).toHaveLength(3);
  });
});

it('does not hold more than it can, and says so', async () => {
  const pods = Array.from({ length: 200_001 }, (_, index) =>
    podOf(`p${index}`, 1),
  );
  const { cluster, lease, told, open } = await watching();
  api.list = (_, response) => answer(response, 200, podList(pods, 2_000));
  sendEvents(open, ['ERROR', status(410)]);
  await eventually(() => lease.state().state === 'denied');
  expect(lease.cache.list()).toEqual([]);
  expect(lease.cache.synced).toBe(false);
  expect(told).toEqual([{ type: 'relist' }]);
  expect(cluster.health()).toMatchObject({
    forbidden: [],
    message: 'pods are not shown: there are more than 200000 objects',
  });
  expect(await lease.ready({ timeoutMs: 5_000 })).toBe(false);
});

it('lets go of what has become too much while it was watched', async () => {
  const { cluster, lease, open } = await watching();
  api.list = (_, response) => answer(response, 413, status(413));
  sendEvents(open, ['ERROR', status(413)]);
  await eventually(() => lease.state().state === 'denied');
  expect(lease.cache.synced).toBe(false);
  expect(lease.cache.list()).toEqual([]);
  expect(cluster.health().message).toMatch(/^pods are not shown: /);
});

it('ends a list that goes round in a circle', async () => {
  const cluster = await api.connect();
  api.list = (_, response) =>
    answer(
      response,
      200,
      podList(
        Array.from({ length: 50_000 }, () => podOf('a', 1)),
        1,
        'again',
      ),
    );
  const lease = cluster.watch('pods');
  await eventually(() => lease.state().state === 'denied');
  expect(lease.cache.synced).toBe(false);
});

describe('a lease', () => {
  it('says what its cache is worth', async () => {
    const { cluster, lease, states, open } = await watching();
    const { heardAt, since } = lease.state();
    expect(heardAt).toBeLessThanOrEqual(since);
    sendEvents(open, ['ADDED', podOf('b', 2)]);
    await eventually(() => (lease.state().heardAt ?? 0) > (heardAt ?? 0));
    // The stream is open, and says nothing: nobody could tell it from a quiet one.
    silentProbes();
    await eventually(() => cluster.health().status === 'unreachable');
    expect(lease.state()).toMatchObject({
      state: 'behind',
      since: cluster.health().since,
    });
    answeredProbes();
    await eventually(() => lease.state().state === 'current');
    expect(states.map(({ state }) => state)).toEqual(
      expect.arrayContaining(['behind', 'current']),
    );
    expect(states[0].state).toBe('behind');
    const toldUntilNow = states.length;
    lease.release();
    lease.release();
    await api.disconnect();
    expect(states).toHaveLength(toldUntilNow);
  });

  it('is worth nothing of a cluster that is not configured any more', async () => {
    const { cluster, lease, states } = await watching();
    await api.disconnect();
    expect(lease.state().state).toBe('behind');
    expect(states.at(-1)?.state).toBe('behind');
    const received = api.api.received.length;
    const late = cluster.watch('services');
    expect(await late.ready({ timeoutMs: 5_000 })).toBe(false);
    // Nothing is kept that would be tried again and again.
    expect(cluster.watch('services').cache).not.toBe(late.cache);
    expect(late.state().state).toBe('starting');
    expect(cluster.watch('pods').cache.synced).toBe(false);
    expect(api.api.received).toHaveLength(received);
    expect(cluster.health()).toMatchObject({
      status: 'unreachable',
      message: 'not configured any more',
    });
  });
});

it('has places left for workloads, however many details are watched', async () => {
  const cluster = await api.connect();
  for (let index = 0; index < 60; index++) {
    cluster.watch('events', { namespace: `team-${index}` });
  }
  await eventually(() => api.streams.length === 28);
  const lease = cluster.watch('pods');
  await eventually(() => lease.state().state === 'current');
  expect(api.streams.filter(({ path }) => path !== PODS)).toHaveLength(28);
  // A place that is given back goes to the next.
  api.streams[0].response.end();
  await eventually(() => api.streams.length === 30);
  // Nor can the details of some namespaces keep away those of all.
  const autoscalers = cluster.watch('horizontalpodautoscalers');
  await eventually(() => autoscalers.state().state === 'current', {
    within: 2_000,
  });
});
