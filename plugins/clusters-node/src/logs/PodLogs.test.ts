import type { ServerResponse } from 'node:http';
import { eventually } from '../__testUtils__/eventually';
import { answer, FakeApi, status } from '../__testUtils__/FakeApi';
import { createClusters } from '../testUtils';
import type { Cluster, PodLogEnd, PodLogLine, PodLogRequest } from '../types';

const LOG = '/api/v1/namespaces/order/pods/shop-1/log';

let api: FakeApi;
let clusters: ReturnType<typeof createClusters>;
let cluster: Cluster;
let stop: AbortController;
let streams: ServerResponse[];

beforeEach(async () => {
  api = await FakeApi.start();
  clusters = createClusters([{ name: 'fake', url: api.url, token: 'token' }], {
    timings: { logTimeoutMs: 1_000, followMs: 60_000 },
  });
  [cluster] = await clusters.list();
  stop = new AbortController();
  streams = [];
  api.handle = (_, response) => {
    response.writeHead(200).flushHeaders();
    streams.push(response);
  };
});
afterEach(async () => {
  stop.abort();
  await clusters.close();
  await api.stop();
});

function request(rest: Partial<PodLogRequest> = {}): PodLogRequest {
  return {
    namespace: 'order',
    pod: 'shop-1',
    container: 'shop',
    tailLines: 10,
    signal: stop.signal,
    ...rest,
  };
}

/** Reads to the end. */
async function read(rest: Partial<PodLogRequest> = {}) {
  const lines: PodLogLine[] = [];
  const log = cluster.readPodLog(request(rest));
  for (;;) {
    const { done, value } = await log.next();
    if (done) return { lines, end: value };
    lines.push(value);
  }
}

/** Reads in the background. */
function follow(rest: Partial<PodLogRequest> = {}) {
  const viewer: { texts: string[]; end?: PodLogEnd } = { texts: [] };
  const log = cluster.readPodLog(request({ follow: true, ...rest }));
  const done = (async () => {
    for (;;) {
      const { done: over, value } = await log.next();
      if (over) {
        viewer.end = value;
        return;
      }
      viewer.texts.push(value.text);
    }
  })();
  return Object.assign(viewer, { done });
}

describe('a log that is not followed', () => {
  it('is asked for within bounds, and read to its end', async () => {
    api.handle = (_, response) => {
      const character = Buffer.from('🚢');
      response.write('2026-11-20T00:00:00.5Z one\n');
      response.write(character.subarray(0, 2));
      response.end(character.subarray(2));
    };
    expect(await read()).toEqual({
      lines: [{ at: '2026-11-20T00:00:00.5Z', text: 'one' }, { text: '🚢' }],
      end: 'container-ended',
    });
    expect(Object.fromEntries(api.of(LOG)[0].query)).toEqual({
      container: 'shop',
      tailLines: '10',
      timestamps: 'true',
      limitBytes: String(8 * 1024 * 1024),
    });
  });

  it('ends at the limit of bytes, whatever the cluster sends', async () => {
    api.handle = (_, response) => {
      const block = `${'x'.repeat(1023)}\n`.repeat(1024);
      for (let megabyte = 0; megabyte < 12; megabyte++) response.write(block);
    };
    const { lines, end } = await read();
    expect(end).toBe('limit');
    expect(lines.length).toBeLessThan(9 * 1024);
  });

  it('cuts lines that are too long', async () => {
    api.handle = (_, response) => response.end(`${'x'.repeat(1e6)}\nshort`);
    const { lines } = await read();
    expect(lines.map(({ cut }) => cut)).toEqual([true, undefined]);
    expect(lines[0].text.length).toBeLessThan(33 * 1024);
  });

  it('does not wait for ever', async () => {
    expect(await read()).toEqual({ lines: [], end: 'cluster-lost' });
  });

  it.each([
    [404, 'NotFoundError'],
    [403, 'NotAllowedError'],
    [400, 'InputError'],
    [401, 'ServiceUnavailableError'],
    [500, 'ServiceUnavailableError'],
  ])('says what a %s means', async (code, name) => {
    api.handle = (_, response) => answer(response, code, status(code));
    await expect(read()).rejects.toMatchObject({ name });
  });

  it.each([
    { namespace: '../kube-system' },
    { pod: 'a/../../b' },
    { container: 'a?b' },
    { tailLines: 0 },
    { tailLines: 5_001 },
  ])('refuses %j', async wrong => {
    await expect(read(wrong)).rejects.toMatchObject({ name: 'InputError' });
    expect(api.received).toHaveLength(0);
  });

  it('asks for an earlier run without following it', async () => {
    api.handle = (_, response) => response.end();
    await read({ previous: true, follow: true });
    const [{ query }] = api.of(LOG);
    expect(query.get('previous')).toBe('true');
    expect(query.has('follow')).toBe(false);
  });
});

describe('a log that is followed', () => {
  it('is one connection for all who look at the same container', async () => {
    const first = follow();
    await eventually(() => streams.length === 1);
    streams[0].write('one\ntwo\nthree\n');
    await eventually(() => first.texts.length === 3);
    const late = follow({ tailLines: 2 });
    await eventually(() => late.texts.length === 2);
    streams[0].write('four\n');
    await eventually(() => late.texts.length === 3);
    expect(first.texts).toEqual(['one', 'two', 'three', 'four']);
    expect(late.texts).toEqual(['two', 'three', 'four']);
    follow({ container: 'sidecar' });
    follow({ tailLines: 100 });
    await eventually(() => streams.length === 3);
    streams[0].end();
    await Promise.all([first.done, late.done]);
    expect([first.end, late.end]).toEqual([
      'container-ended',
      'container-ended',
    ]);
  });

  it('ends with its last viewer', async () => {
    const leaving = new AbortController();
    const one = follow({ signal: leaving.signal });
    const other = follow();
    await eventually(() => streams.length === 1);
    const closed = new Promise(resolve => streams[0].once('close', resolve));
    leaving.abort();
    await one.done;
    streams[0].write('still here\n');
    await eventually(() => other.texts.length === 1);
    stop.abort();
    await closed;
    await other.done;
    expect(one.texts).toEqual([]);
  });

  it('is lost with the connection', async () => {
    const viewer = follow();
    await eventually(() => streams.length === 1);
    streams[0].write('one\n');
    await eventually(() => viewer.texts.length === 1);
    streams[0].destroy();
    await viewer.done;
    expect(viewer.end).toBe('cluster-lost');
  });

  it('ends for who does not keep up, and for nobody else', async () => {
    const LINES = 5_000;
    const fast = follow();
    const slow = cluster.readPodLog(request({ follow: true }));
    const first = slow.next();
    await eventually(() => streams.length === 1);
    const line = `${'x'.repeat(1_000)}\n`;
    streams[0].write(line.repeat(LINES));
    await eventually(() => fast.texts.length === LINES);
    await first;
    let got = 1;
    let next = await slow.next();
    for (; !next.done; got++) next = await slow.next();
    expect(next.value).toBe('limit');
    expect(got).toBeGreaterThan(1_000);
    expect(got).toBeLessThan(LINES);
    expect(fast.end).toBeUndefined();
  });

  it('leaves connections to those who read once, and refuses more', async () => {
    const many = Array.from({ length: 16 }, (_, index) =>
      follow({ pod: `shop-${index}` }),
    );
    await eventually(() => streams.length === many.length);
    await expect(follow({ pod: 'shop-x' }).done).rejects.toMatchObject({
      name: 'TooManyRequestsError',
      statusCode: 429,
    });
    const once = read();
    await eventually(() => streams.length === many.length + 1);
    streams[16].end('one\n');
    expect((await once).lines).toEqual([{ text: 'one' }]);
    stop.abort();
    await Promise.all(many.map(({ done }) => done));
  });
});

describe('a log in which nothing happens', () => {
  it('is waited for, though a kubelet sends no header before a line', async () => {
    const silent: ServerResponse[] = [];
    api.handle = (_, response) => {
      silent.push(response);
    };
    await clusters.close();
    clusters = createClusters(
      [{ name: 'fake', url: api.url, token: 'token' }],
      { timings: { requestTimeoutMs: 30, probeIntervalMs: 20 } },
    );
    [cluster] = await clusters.list();
    const viewer = follow();
    const probes = () => api.of('/version').length;
    await eventually(() => probes() > 5);
    silent[0].write('at last\n');
    await eventually(() => viewer.texts.length === 1);
    expect(viewer.end).toBeUndefined();
    expect(silent).toHaveLength(1);
  });

  it.each([
    ['before its first byte', () => {}],
    ['later', undefined],
  ])('ends at once for who gives it up %s', async (_, silence) => {
    if (silence) api.handle = silence;
    const log = cluster.readPodLog(request({ follow: true }));
    const next = log.next();
    await eventually(() => api.of(LOG).length === 1);
    // What `for await` does when it is left, and a stream that is destroyed.
    expect(await log.return('limit')).toEqual({ done: true, value: 'limit' });
    expect((await next).done).toBe(true);
    const again = new AbortController();
    const viewer = follow({ signal: again.signal });
    await eventually(() => api.of(LOG).length === 2);
    again.abort();
    await viewer.done;
    expect(viewer.end).toBe('limit');
    // Who has gone before it began.
    const gone = follow({ signal: AbortSignal.abort() });
    await gone.done;
    expect(gone.end).toBe('limit');
  });
});
