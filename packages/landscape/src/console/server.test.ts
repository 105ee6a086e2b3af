import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { kinds } from '../kubernetes/controllers/objects';
import {
  playWorld,
  type PlayedWorld,
} from '../world/__testUtils__/played-world';
import type { Fault } from './directory';
import { WORDS } from './page/words';
import { startConsole, type Console } from './server';

const SCALE = { clusters: 3, pods: 40 };

let played: PlayedWorld;
let server: Console;
const faults = new Map<string, Fault>();
const errors: unknown[] = [];

beforeAll(async () => {
  played = playWorld({ scale: SCALE });
  const { world, clock, apis } = played;
  server = await startConsole(
    {
      world,
      clock,
      clusters: [...apis].map(([name, api]) => ({
        name,
        url: `https://${name}`,
        api,
        requestCount: () => 7,
        getFault: () => faults.get(name) ?? { mode: 'none', delayMs: 0 },
        setFault: fault => faults.set(name, fault),
      })),
      systems: [
        {
          name: 'registry',
          url: 'http://registry',
          requestCount: () => 3,
          getFault: () =>
            faults.get('registry') ?? { mode: 'none', delayMs: 0 },
          setFault: fault => faults.set('registry', fault),
        },
      ],
    },
    { port: 0, onError: error => errors.push(error) },
  );
});

afterEach(async () => {
  await send('POST', '/api/reset', {});
  played.clock.advance(0);
  expect(errors).toEqual([]);
});

afterAll(() => server.stop());

async function send(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(body !== undefined && {
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  });
  return { status: response.status, body: await response.json() };
}

async function target(service: string, cluster: string) {
  const { body } = await send('GET', '/api/services');
  const found = body.items.find(
    (item: { name: string }) => item.name === service,
  );
  return found.targets.find(
    (item: { cluster: string; environment: string }) =>
      item.cluster === cluster && item.environment !== 'staging',
  );
}

describe('control API', () => {
  it('tells what there is', async () => {
    const { body: health } = await send('GET', '/api/health');
    expect(health).toEqual({
      status: 'ok',
      now: '2026-11-21T12:30:00.000Z',
      clusters: ['dev', 'test', 'prod-beijing'],
      systems: ['registry'],
    });
    const { body: clusters } = await send('GET', '/api/clusters');
    expect(clusters.items[2]).toMatchObject({
      name: 'prod-beijing',
      environments: ['staging', 'prod'],
      requests: 7,
      fault: { mode: 'none', delayMs: 0 },
    });
    const { pods, readyPods } = clusters.items[2];
    expect(pods).toBe(readyPods);
    expect(await target('order-api', 'dev')).toMatchObject({
      environment: 'dev',
      namespace: 'order',
      release: { name: 'order-api', version: '1.4.0' },
      canary: { name: 'order-api-canary', desired: 0 },
    });
  });

  it('lists pods as kubectl prints them, of a cluster and a service', async () => {
    const { body } = await send(
      'GET',
      '/api/pods?cluster=dev&service=order-api',
    );
    expect(body.items.length).toBeGreaterThan(0);
    expect(body.items[0]).toMatchObject({
      cluster: 'dev',
      namespace: 'order',
      role: 'release',
      ready: '1/1',
      status: 'Running',
    });
  });

  it('makes a fault for a while', async () => {
    const set = await send('PUT', '/api/clusters/dev/fault', {
      mode: 'slow',
      delayMs: 3000,
      durationSeconds: 60,
    });
    expect(set).toEqual({ status: 200, body: { mode: 'slow', delayMs: 3000 } });
    played.clock.advance(59_000);
    expect(faults.get('dev')?.mode).toBe('slow');
    played.clock.advance(1_000);
    expect(faults.get('dev')?.mode).toBe('none');
  });

  it('lets a later fault outlive an earlier one', async () => {
    await send('PUT', '/api/clusters/dev/fault', {
      mode: 'hang',
      durationSeconds: 10,
    });
    await send('PUT', '/api/clusters/dev/fault', { mode: 'refuse' });
    played.clock.advance(20_000);
    expect(faults.get('dev')?.mode).toBe('refuse');
    await send('POST', '/api/reset', {});
    expect(faults.get('dev')?.mode).toBe('none');
  });

  it('makes faults of other systems too', async () => {
    await send('PUT', '/api/systems/registry/fault', { mode: 'hang' });
    const { body } = await send('GET', '/api/systems');
    expect(body.items).toEqual([
      {
        name: 'registry',
        url: 'http://registry',
        requests: 3,
        fault: { mode: 'hang', delayMs: 0 },
        ownFaults: [],
      },
    ]);
    await send('POST', '/api/reset', {});
    expect(faults.get('registry')?.mode).toBe('none');
  });

  it('brings a bad version, and takes it back at a reset', async () => {
    const answer = await send('PUT', '/api/services/order-api/version', {
      cluster: 'prod-beijing',
      namespace: 'order',
      version: '1.4.2-crash',
    });
    expect(answer.body.image).toMatch(
      /order\/order-api:1\.4\.2-crash@sha256:[0-9a-f]{64}$/,
    );
    played.clock.advance(60_000);
    const { body } = await send(
      'GET',
      '/api/pods?cluster=prod-beijing&service=order-api',
    );
    expect(body.items).toContainEqual(
      expect.objectContaining({
        namespace: 'order',
        version: '1.4.2-crash',
        status: 'CrashLoopBackOff',
      }),
    );
    await send('POST', '/api/reset', {});
    played.clock.advance(60_000);
    const { release } = await target('order-api', 'prod-beijing');
    expect(release).toMatchObject({ version: '1.4.0', unavailable: 0 });
  });

  it('kills a pod, which is replaced', async () => {
    const api = played.api('dev');
    const options = { namespace: 'order', labels: { app: 'cart-api' } };
    const before = api.list(kinds.pods, options);
    const { name } = before[0].metadata;
    const path = `/api/pods/dev/order/${name}`;
    expect((await send('DELETE', path)).body).toEqual({ killed: name });
    played.clock.advance(10_000);
    const after = api.list(kinds.pods, options);
    expect(after).toHaveLength(before.length);
    expect(after.map(pod => pod.metadata.name)).not.toContain(name);
    expect(await send('DELETE', path)).toMatchObject({
      status: 404,
      body: { error: { message: `pods "${name}" not found` } },
    });
  });

  it('slows a service down where it is told to', async () => {
    const { world, clock } = played;
    const latency = (cluster: string) => {
      const placement = world.placementOf(cluster, 'order', 'order-api');
      if (!placement) throw new Error('order-api is gone');
      return world.podTrafficAt(placement, clock.now())[0].latency.p50;
    };
    const before = latency('dev');
    await send('PUT', '/api/services/order-api/latency', {
      milliseconds: 700,
      cluster: 'dev',
    });
    expect(latency('dev')).toBeCloseTo(before + 700);
    expect(latency('test')).toBeLessThan(200);
    const { body } = await send('GET', '/api/services');
    expect(
      body.items.find((item: { name: string }) => item.name === 'order-api')
        .latencies,
    ).toEqual([{ cluster: 'dev', milliseconds: 700 }]);
    await send('PUT', '/api/services/order-api/latency', {
      milliseconds: 0,
      cluster: 'dev',
    });
    expect(latency('dev')).toBeCloseTo(before);
  });

  it('lets the clock jump forward', async () => {
    const before = played.clock.now();
    const { body } = await send('POST', '/api/clock/advance', { minutes: 5 });
    expect(Date.parse(body.now)).toBe(before + 5 * 60_000);
    expect((await send('GET', '/api/clock')).body).toEqual(body);
  });
});

describe('what the control API refuses', () => {
  it.each([
    ['PUT', '/api/clusters/dev/fault', {}, 400, 'mode'],
    ['PUT', '/api/clusters/dev/fault', { mode: 'melt' }, 400, 'mode'],
    ['PUT', '/api/clusters/dev/fault', { mode: 'slow' }, 400, 'delayMs'],
    [
      'PUT',
      '/api/clusters/dev/fault',
      { mode: 'hang', delayMs: 1 },
      400,
      'delayMs',
    ],
    [
      'PUT',
      '/api/clusters/dev/fault',
      { mode: 'hang', durationSeconds: -1 },
      400,
      'durationSeconds',
    ],
    [
      'PUT',
      '/api/clusters/dev/fault',
      { mode: 'hang', until: 1 },
      400,
      'until',
    ],
    ['PUT', '/api/clusters/mars/fault', { mode: 'hang' }, 404, 'cluster'],
    ['PUT', '/api/systems/fax/fault', { mode: 'hang' }, 404, 'system'],
    ['PUT', '/api/services/nope/latency', { milliseconds: 1 }, 404, 'service'],
    [
      'PUT',
      '/api/services/order-api/latency',
      { milliseconds: '1' },
      400,
      'milliseconds',
    ],
    [
      'PUT',
      '/api/services/order-api/latency',
      { milliseconds: 1, environment: 'qa' },
      400,
      'environment',
    ],
    [
      'PUT',
      '/api/services/order-api/version',
      { cluster: 'dev', namespace: 'order', version: 'a b' },
      400,
      'version',
    ],
    [
      'PUT',
      '/api/services/order-api/version',
      { cluster: 'dev', namespace: 'payment', version: '1' },
      404,
      'namespace',
    ],
    [
      'PUT',
      '/api/services/order-api/version',
      { cluster: 'dev', namespace: 'order', version: '1', role: 'blue' },
      400,
      'role',
    ],
    ['POST', '/api/clock/advance', { minutes: -5 }, 400, 'minutes'],
    ['POST', '/api/clock/advance', [], 400, undefined],
    ['POST', '/api/clock/advance', '{', 400, undefined],
    ['GET', '/api/pods?cluster=mars', undefined, 404, 'cluster'],
    ['GET', '/api/nothing', undefined, 404, undefined],
    ['GET', '/%E0%A4%A', undefined, 400, undefined],
    ['POST', '/api/clusters', {}, 405, undefined],
    ['POST', '/api/reset', { note: 'x'.repeat(70_000) }, 413, undefined],
  ])('%s %s %j', async (method, path, body, status, field) => {
    const answer = await send(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toMatch(/\S/);
    expect(answer.body.error.field).toBe(field);
    expect(faults.get('dev')?.mode ?? 'none').toBe('none');
  });

  it('names the values that are allowed', async () => {
    const { body } = await send('PUT', '/api/clusters/dev/fault', {
      mode: 'melt',
    });
    expect(body.error).toEqual({
      message:
        '"mode" must be one of none, hang, refuse, unauthorized, error, slow',
      field: 'mode',
      allowed: ['none', 'hang', 'refuse', 'unauthorized', 'error', 'slow'],
    });
  });

  it('a page from elsewhere', async () => {
    const answer = await send(
      'POST',
      '/api/reset',
      {},
      {
        Origin: 'https://evil.example',
      },
    );
    expect(answer.status).toBe(403);
    const form = await send('POST', '/api/reset', '{}', {
      'Content-Type': 'text/plain',
    });
    expect(form.status).toBe(415);
  });
});

describe('the page', () => {
  it('may load nothing from elsewhere, and says so in its policy', async () => {
    const response = await fetch(server.url);
    expect(response.headers.get('content-type')).toBe(
      'text/html; charset=utf-8',
    );
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const html = await response.text();
    expect(html).not.toMatch(/ (style|on\w+)="/);
    const sources = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)];
    expect(sources.length).toBeGreaterThan(1);
    const seen = new Set<string>();
    const visit = async (path: string) => {
      if (seen.has(path)) return;
      seen.add(path);
      const part = await fetch(server.url + path);
      expect([path, part.status]).toEqual([path, 200]);
      const imports = (await part.text()).matchAll(/ from '\.(\/[\w.]+)'/g);
      for (const [, next] of imports) await visit(next);
    };
    for (const [, path] of sources) await visit(path);
  });

  it('says everything in both languages', async () => {
    expect(Object.keys(WORDS.zh)).toEqual(Object.keys(WORDS.en));
    const html = await (await fetch(server.url)).text();
    for (const [, word] of html.matchAll(/data-word="(\w+)"/g)) {
      expect(WORDS.en).toHaveProperty([word]);
    }
    const folder = join(__dirname, 'page');
    const scripts = await Promise.all(
      (await readdir(folder))
        .filter(name => name.endsWith('.js'))
        .map(name => readFile(join(folder, name), 'utf8')),
    );
    for (const [, word] of scripts.join('').matchAll(/\bsay\('([\w.]+)'/g)) {
      expect(WORDS.en).toHaveProperty([word]);
    }
  });
});
