import type { ServerResponse } from 'node:http';
import { eventually } from '../__testUtils__/eventually';
import {
  answer,
  FakeApi,
  status,
  type Received,
} from '../__testUtils__/FakeApi';
import { podList, podOf, sendEvents } from '../__testUtils__/pods';
import type { Timings } from '../service/timings';
import { createClusters } from '../testUtils';
import type { CacheChange, Cluster, WatchedKinds, WatchLease } from '../types';

type Pod = WatchedKinds['pods'];

const PODS = '/api/v1/pods';
const QUICK: Partial<Timings> = {
  backoffMs: 20,
  longestBackoffMs: 50,
  refusedPauseMs: 60,
  forbiddenPauseMs: 60,
  shortWatchMs: 0,
  lingerMs: 0,
};

let api: FakeApi;
/** How a list is answered, and a watch; the last watch that was opened. */
let list: (response: ServerResponse, request: Received) => void;
/** The version that the cluster is at, as a watch asks that goes on after a break. */
let present: number;
let watch: ((response: ServerResponse, request: Received) => void) | undefined;
let stream: ServerResponse | undefined;
const closes: (() => Promise<void>)[] = [];

beforeEach(async () => {
  api = await FakeApi.start();
  list = response => answer(response, 200, podList([podOf('a', 1)], 1));
  present = 1_000;
  watch = undefined;
  stream = undefined;
  api.handle = (request, response) => {
    if (request.query.get('limit') === '1') {
      answer(response, 200, podList([], present));
      return;
    }
    if (request.query.get('watch') !== 'true') {
      list(response, request);
      return;
    }
    if (watch) {
      watch(response, request);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    stream = response;
  };
});
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
  await api.stop();
});

async function connect(timings: Partial<Timings> = {}): Promise<Cluster> {
  const clusters = createClusters(
    [{ name: 'fake', url: api.url, token: 'token' }],
    { timings: { ...QUICK, ...timings } },
  );
  closes.push(() => clusters.close());
  const [cluster] = await clusters.list();
  return cluster;
}

/** A watch of pods that has its first list and an open stream, and what it has told since. */
async function watching(timings: Partial<Timings> = {}) {
  const cluster = await connect(timings);
  const lease = cluster.watch('pods');
  const told: CacheChange<Pod>[][] = [];
  lease.subscribe(changes => told.push(changes));
  expect(await lease.ready({ timeoutMs: 5_000 })).toBe(true);
  const open = await nextStream();
  return { cluster, lease, told, open };
}

/** The next watch that is opened. */
async function nextStream(): Promise<ServerResponse> {
  const open = await eventually(() => stream ?? false);
  stream = undefined;
  return open;
}

function names({ cache }: WatchLease<Pod>): (string | undefined)[] {
  return cache.list().map(({ metadata }) => metadata?.name);
}

const lists = () => api.of(PODS, { limit: '500' });
const watches = () => api.of(PODS, { watch: 'true' });

describe('listing', () => {
  it('goes page by page, and watches from there', async () => {
    list = (response, { query }) =>
      query.has('continue')
        ? answer(response, 200, podList([podOf('b', 2)], 7))
        : answer(response, 200, podList([podOf('a', 1)], 7, 'page 2'));
    const { lease, told } = await watching();
    expect(names(lease)).toEqual(['a', 'b']);
    expect(told).toEqual([[{ type: 'relist' }]]);
    expect(
      lists().map(({ query }) => [query.get('limit'), query.get('continue')]),
    ).toEqual([
      ['500', null],
      ['500', 'page 2'],
    ]);
    const [{ query }] = watches();
    expect(query.get('resourceVersion')).toBe('7');
    expect(query.get('allowWatchBookmarks')).toBe('true');
    const seconds = Number(query.get('timeoutSeconds'));
    expect(seconds).toBeGreaterThanOrEqual(270);
    expect(seconds).toBeLessThanOrEqual(330);
  });

  it('begins again when a page comes too late', async () => {
    list = (response, { query }) => {
      if (query.has('continue')) {
        answer(response, 410, status(410));
      } else if (lists().length === 1) {
        answer(response, 200, podList([podOf('a', 1)], 7, 'page 2'));
      } else {
        answer(response, 200, podList([podOf('b', 2)], 8));
      }
    };
    const { lease } = await watching();
    expect(names(lease)).toEqual(['b']);
  });

  it('takes nothing of an answer that breaks off', async () => {
    list = response => {
      if (lists().length > 1) {
        answer(response, 200, podList([podOf('a', 1)], 1));
        return;
      }
      const whole = JSON.stringify(podList([podOf('cut', 1)], 1));
      response.writeHead(200).end(whole.slice(0, -9));
    };
    const { lease } = await watching();
    expect(names(lease)).toEqual(['a']);
  });

  it('is asked for again soon when it was denied, as by a server that has just started', async () => {
    let denials = 0;
    const granted = list;
    list = (response, request) => {
      denials += 1;
      if (denials > 2) granted(response, request);
      else answer(response, 403, status(403));
    };
    const cluster = await connect({ forbiddenPauseMs: 60_000 });
    const lease = cluster.watch('pods');
    await eventually(() => lease.cache.synced);
    expect(names(lease)).toEqual(['a']);
    expect(lists()).toHaveLength(3);
  });

  it('is not ready in time, when forbidden, or when given up', async () => {
    list = () => {};
    const cluster = await connect();
    const lease = cluster.watch('pods');
    expect(await lease.ready({ timeoutMs: 10 })).toBe(false);
    const giveUp = new AbortController();
    const ready = lease.ready({ timeoutMs: 9_999, signal: giveUp.signal });
    giveUp.abort();
    expect(await ready).toBe(false);
    expect(lease.cache.synced).toBe(false);
    list = response => answer(response, 403, status(403));
    const other = cluster.watch('pods', { namespace: 'order' });
    api.handle = (_, response) => list(response, _);
    expect(await other.ready({ timeoutMs: 9_999 })).toBe(false);
    expect(cluster.health().forbidden).toEqual([
      { verb: 'list', resource: 'pods' },
    ]);
  });
});

describe('watching', () => {
  it('tells together what came together, with what was before', async () => {
    const { lease, told, open } = await watching();
    const before = lease.cache.get('order', 'a');
    sendEvents(
      open,
      ['MODIFIED', podOf('a', 2)],
      ['ADDED', podOf('b', 3)],
      ['DELETED', podOf('a', 4)],
    );
    await eventually(() => told.length === 2);
    expect(told[1]).toEqual([
      { type: 'set', object: podOf('a', 2), before },
      { type: 'set', object: podOf('b', 3) },
      { type: 'delete', object: podOf('a', 2) },
    ]);
    expect(names(lease)).toEqual(['b']);
    expect(Object.isFrozen(lease.cache.list()[0])).toBe(true);
  });

  it('is not harmed by a listener that throws', async () => {
    const { lease, told, open } = await watching();
    lease.subscribe(() => {
      throw new Error('A bad listener');
    });
    const later: unknown[] = [];
    lease.subscribe(changes => later.push(changes));
    sendEvents(open, ['ADDED', podOf('b', 2)]);
    await eventually(() => later.length === 1);
    sendEvents(open, ['ADDED', podOf('c', 3)]);
    await eventually(() => told.length === 3 && later.length === 2);
    expect(lists()).toHaveLength(1);
  });

  it.each([
    ['it ends', (open: ServerResponse) => open.end()],
    ['it breaks', (open: ServerResponse) => open.destroy()],
    [
      'it breaks within an event',
      (open: ServerResponse) => {
        open.write('{"type":"DELETED","object":{"meta', () => open.destroy());
      },
    ],
  ])('goes on where it was when %s', async (_, end) => {
    const { lease, told, open } = await watching();
    sendEvents(
      open,
      ['ADDED', podOf('b', 5)],
      ['BOOKMARK', { metadata: { resourceVersion: '9' } }],
    );
    await eventually(() => told.length === 2);
    end(open);
    const next = await nextStream();
    expect(watches()[1].query.get('resourceVersion')).toBe('9');
    sendEvents(next, ['DELETED', podOf('a', 10)]);
    await eventually(() => told.length === 3);
    expect(names(lease)).toEqual(['b']);
    expect(lists()).toHaveLength(1);
  });

  it.each([
    [
      'as an event',
      (open: ServerResponse) => sendEvents(open, ['ERROR', status(410)]),
    ],
    [
      'as an answer',
      (open: ServerResponse) => {
        watch = (response, { query }) => {
          if (query.get('resourceVersion') === '1') {
            answer(response, 410, status(410));
          } else {
            response.writeHead(200).flushHeaders();
            stream = response;
          }
        };
        open.end();
      },
    ],
  ])('lists anew when it is too late to go on, told %s', async (_, tooLate) => {
    list = response =>
      answer(response, 200, podList([podOf('a', 1), podOf('b', 1)], 1));
    const { lease, told, open } = await watching();
    const kept = lease.cache.get('order', 'a');
    list = response =>
      answer(response, 200, podList([podOf('a', 1), podOf('c', 8)], 8));
    tooLate(open);
    await nextStream();
    expect(names(lease)).toEqual(['a', 'c']);
    expect(told.slice(1)).toEqual([
      [
        { type: 'delete', object: podOf('b', 1) },
        { type: 'set', object: podOf('c', 8) },
      ],
    ]);
    expect(lease.cache.get('order', 'a')).toBe(kept);
    expect(watches().at(-1)?.query.get('resourceVersion')).toBe('8');
  });

  it('lists anew after what makes no sense', async () => {
    const { lease, open } = await watching();
    open.write('This is no event\n');
    await nextStream();
    expect(lists()).toHaveLength(2);
    expect(names(lease)).toEqual(['a']);
  });

  it('ends a stream that is silent for too long', async () => {
    const { open } = await watching({ silenceMs: 50 });
    const ended = new Promise(resolve => open.once('close', resolve));
    await ended;
    await nextStream();
    expect(lists()).toHaveLength(1);
  });

  it('leaves out an object that cannot be read', async () => {
    const { lease, told, open } = await watching();
    sendEvents(
      open,
      ['ADDED', { metadata: { name: 7 } }],
      ['ADDED', podOf('b', 3)],
    );
    await eventually(() => told.length === 2);
    expect(names(lease)).toEqual(['a', 'b']);
  });

  it('waits as long as it is asked to', async () => {
    const at: number[] = [];
    watch = response => {
      at.push(Date.now());
      if (at.length > 1) response.writeHead(200).flushHeaders();
      else answer(response, 429, status(429), { 'retry-after': '1' });
    };
    const cluster = await connect();
    cluster.watch('pods');
    await eventually(() => at.length === 2);
    expect(at[1] - at[0]).toBeGreaterThanOrEqual(990);
    expect(lists()).toHaveLength(1);
  });

  it('does not open streams in a circle that end at once', async () => {
    watch = response => response.writeHead(200).end();
    const cluster = await connect({
      shortWatchMs: 1_000,
      reconnectIntervalMs: 100_000,
    });
    await cluster.watch('pods').ready({ timeoutMs: 5_000 });
    // The reserve of connections is used up by those 40 that may come at once.
    await eventually(() => watches().length === 40);
    const seen = watches().length;
    await cluster.watch('services').ready({ timeoutMs: 200 });
    expect(watches()).toHaveLength(seen);
  });
});

describe('sharing', () => {
  it('uses one watch for all, until some time after the last has left', async () => {
    const { cluster, lease, open } = await watching();
    const other = cluster.watch('pods');
    expect(other.cache).toBe(lease.cache);
    lease.release();
    lease.release();
    sendEvents(open, ['ADDED', podOf('b', 2)]);
    await eventually(() => names(other).length === 2);
    const closed = new Promise(resolve => open.once('close', resolve));
    other.release();
    await closed;
    const again = cluster.watch('pods');
    expect(again.cache).not.toBe(lease.cache);
    expect(await again.ready({ timeoutMs: 5_000 })).toBe(true);
  });

  it('keeps namespaces apart, and refuses names that are none', async () => {
    const cluster = await connect();
    const own = cluster.watch('pods', { namespace: 'order' });
    await own.ready({ timeoutMs: 5_000 });
    expect(api.of('/api/v1/namespaces/order/pods')).not.toHaveLength(0);
    expect(() => cluster.watch('pods', { namespace: '../x' })).toThrow(
      'is no namespace',
    );
  });
});
