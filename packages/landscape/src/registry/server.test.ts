import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatedClock } from '../clock';
import { digestOf, MEDIA_TYPES } from '../world/image-content';
import { parseImage } from '../world/images';
import { createWorld } from '../world/world';
import { MEMORY } from '../world/history';
import { startRegistry, type RunningRegistry } from './server';

const NOW = Date.parse('2026-11-21T20:30:00+08:00');
const clock = new SimulatedClock({ start: NOW - MEMORY });
const world = createWorld({ clock, bornAt: NOW });

let dataDir: string;
let registry: RunningRegistry;
const errors: unknown[] = [];
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'registry-'));
  registry = await start('token');
});
afterAll(async () => {
  await registry.stop();
  await rm(dataDir, { recursive: true });
  expect(errors).toEqual([]);
});

function start(auth: 'token' | 'basic') {
  const { shelf } = world.images;
  const onError = (error: unknown) => errors.push(error);
  return startRegistry({ shelf, clock, port: 0, dataDir, auth, onError });
}

function basic(account: string): string {
  return `Basic ${btoa(`${account}:${registry.passwords[account]}`)}`;
}

function ask(path: string, options: RequestInit = {}, account = 'pipeline') {
  return fetch(`${registry.url}${path}`, {
    ...options,
    headers: { Authorization: basic(account), ...options.headers },
  });
}

async function json(path: string) {
  const response = await ask(path);
  expect(response.status).toBe(200);
  return response.json();
}

describe('what the registry has', () => {
  it('is every image that runs somewhere, by tag and by the digest that its bytes have', async () => {
    const ran = new Set(
      world.history.flatMap(({ placement, action }) =>
        'version' in action
          ? [
              world.images.imageOf(
                placement.service,
                action.version,
                placement.environment,
              ),
            ]
          : [],
      ),
    );
    expect(ran.size).toBeGreaterThan(30);
    for (const image of ran) {
      const { repository, tag = '', digest } = parseImage(image);
      const path = `/v2${repository.slice(repository.indexOf('/'))}/manifests/`;
      const body = Buffer.from(await (await ask(path + tag)).arrayBuffer());
      // On prod and staging the image names it.
      expect(digest ?? digestOf(body)).toBe(digestOf(body));
      const again = await ask(path + digestOf(body), { method: 'HEAD' });
      expect(again.headers.get('docker-content-digest')).toBe(digestOf(body));
      expect(await again.text()).toBe('');
    }
  });

  it('says of each architecture when the image was made: a little before it ran', async () => {
    const index = await json('/v2/order/order-api/manifests/1.4.1');
    expect(
      index.manifests.map((item: { platform: object }) => item.platform),
    ).toEqual([
      { architecture: 'amd64', os: 'linux' },
      { architecture: 'arm64', os: 'linux' },
    ]);
    const manifest = await json(
      `/v2/order/order-api/manifests/${index.manifests[1].digest}`,
    );
    const { config, layers } = manifest;
    const bytes = await ask(`/v2/order/order-api/blobs/${config.digest}`);
    const text = await bytes.text();
    expect(text).toHaveLength(config.size);
    const { created, architecture } = JSON.parse(text);
    expect(architecture).toBe('arm64');
    const first = world.history.find(
      ({ placement, action }) =>
        placement.service.name === 'order-api' &&
        'version' in action &&
        action.version === '1.4.1',
    );
    const ahead = (first?.at ?? 0) - Date.parse(created);
    expect(ahead).toBeGreaterThan(0);
    expect(ahead).toBeLessThan(15 * 60_000);
    const layer = `/v2/order/order-api/blobs/${layers[0].digest}`;
    const head = await ask(layer, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(layers[0].size));
    expect((await ask(layer)).status).toBe(404);
  });

  it('is also something to try: the next versions, well and ill, and none that cannot be pulled', async () => {
    const { tags } = await json('/v2/order/order-api/tags/list');
    expect(tags).toEqual(
      expect.arrayContaining([
        '1.4.2',
        '1.4.2-crash',
        '1.4.2-dies',
        '1.4.2-errors',
        '1.4.2-leak',
        '1.4.2-neverready',
        '1.4.2-slow',
        '1.5.0',
        '1.5.0-rc.2',
      ]),
    );
    expect(tags.join()).not.toContain('missing');
    const [service] = world.services;
    expect(world.images.imageOf(service, '9.9.9-missing', 'prod')).toMatch(
      /:9\.9\.9-missing@sha256:[0-9a-f]{64}$/,
    );
    const missing = `/v2/${service.system}/${service.name}/manifests/9.9.9-missing`;
    expect((await ask(missing)).status).toBe(404);
  });

  it('is given in pages', async () => {
    const all = await json('/v2/order/order-api/tags/list');
    const found: string[] = [];
    let next: string | undefined = '/v2/order/order-api/tags/list?n=3';
    while (next) {
      const page: Response = await ask(next);
      found.push(...(await page.json()).tags);
      const link: string | null = page.headers.get('link');
      next = /^<(.+)>; rel="next"$/.exec(link ?? '')?.[1];
    }
    expect(found).toEqual(all.tags);
    expect((await ask('/v2/order/order-api/tags/list?n=x')).status).toBe(400);
    expect((await json('/v2/_catalog?n=2')).repositories).toEqual([
      'legacy/report-center',
      'library/redis',
    ]);
  });
});

describe('who may do what', () => {
  const anonymous = (path: string, authorization?: string) =>
    fetch(`${registry.url}${path}`, {
      headers: authorization ? { Authorization: authorization } : {},
    });

  it('says where to get a token, for one repository and for a while', async () => {
    const tags = '/v2/order/order-api/tags/list';
    const challenge = await anonymous(tags);
    expect(challenge.status).toBe(401);
    expect(challenge.headers.get('www-authenticate')).toBe(
      `Bearer realm="${registry.url}/token",service="registry.yunfan.test",scope="repository:order/order-api:pull"`,
    );
    const token = '/token?scope=repository:order/order-api:pull,push';
    expect((await anonymous(token)).status).toBe(401);
    expect((await anonymous(token, `Basic ${btoa('portal:x')}`)).status).toBe(
      401,
    );
    const answer = await (await anonymous(token, basic('portal'))).json();
    const bearer = `Bearer ${answer.token}`;
    expect((await anonymous(tags, bearer)).status).toBe(200);
    const other = '/v2/order/order-web/tags/list';
    expect((await anonymous(other, bearer)).status).toBe(401);
    clock.advance(answer.expires_in * 1000);
    expect((await anonymous(tags, bearer)).status).toBe(401);
  });

  it('lets the portal read only', async () => {
    const put = { method: 'POST', body: '' };
    const path = '/v2/order/order-api/blobs/uploads/';
    expect((await ask(path, put, 'portal')).status).toBe(403);
    expect((await ask(path, put, 'pipeline')).status).toBe(202);
  });

  it('can want the password itself', async () => {
    const other = await start('basic');
    const response = await fetch(`${other.url}/v2/`);
    expect(response.headers.get('www-authenticate')).toBe(
      'Basic realm="registry.yunfan.test"',
    );
    const known = { headers: { Authorization: basic('portal') } };
    expect((await fetch(`${other.url}/v2/`, known)).status).toBe(200);
    expect((await fetch(`${other.url}/token`, known)).status).toBe(404);
    await other.stop();
  });
});

describe('pushing', () => {
  const put = (path: string, body: string, type = MEDIA_TYPES.manifest) =>
    ask(path, { method: 'PUT', body, headers: { 'Content-Type': type } });

  it('takes blobs whole or in pieces, and then the manifest that names them', async () => {
    const config = JSON.stringify({ os: 'linux', architecture: 'amd64' });
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.manifest,
      config: {
        mediaType: MEDIA_TYPES.config,
        digest: digestOf(config),
        size: config.length,
      },
      layers: [],
    });
    const uploads = '/v2/team/new-api/blobs/uploads/';
    const early = await put('/v2/team/new-api/manifests/1.0.0', manifest);
    expect((await early.json()).errors[0].code).toBe('MANIFEST_BLOB_UNKNOWN');

    const wrong = await ask(`${uploads}?digest=${digestOf('else')}`, {
      method: 'POST',
      body: config,
    });
    expect((await wrong.json()).errors[0].code).toBe('DIGEST_INVALID');
    const begun = await ask(uploads, { method: 'POST' });
    const location = begun.headers.get('location') ?? '';
    const piece = await ask(location, {
      method: 'PATCH',
      body: config.slice(0, 9),
    });
    expect(piece.headers.get('range')).toBe('0-8');
    const done = await ask(`${location}?digest=${digestOf(config)}`, {
      method: 'PUT',
      body: config.slice(9),
    });
    expect(done.status).toBe(201);
    expect((await ask(location, { method: 'PATCH' })).status).toBe(404);

    const pushed = await put('/v2/team/new-api/manifests/1.0.0', manifest);
    expect(pushed.status).toBe(201);
    expect(pushed.headers.get('docker-content-digest')).toBe(
      digestOf(manifest),
    );
    expect(await json('/v2/team/new-api/tags/list')).toEqual({
      name: 'team/new-api',
      tags: ['1.0.0'],
    });
  });

  it('gives an image another tag', async () => {
    const image = await ask('/v2/order/cart-api/manifests/1.7.5');
    const pushed = await put(
      '/v2/order/cart-api/manifests/stable',
      await image.text(),
      MEDIA_TYPES.index,
    );
    expect(pushed.headers.get('docker-content-digest')).toBe(
      image.headers.get('docker-content-digest'),
    );
  });

  it.each([
    ['/v2/order/cart-api/manifests/..', '{}', MEDIA_TYPES.manifest, 404],
    ['/v2/order/cart-api/manifests/a%20b', '{}', MEDIA_TYPES.manifest, 400],
    ['/v2/order/cart-api/manifests/one', '{}', 'text/html', 400],
    ['/v2/order/cart-api/manifests/one', '{', MEDIA_TYPES.manifest, 400],
    ['/v2/Order/cart-api/manifests/one', '{}', MEDIA_TYPES.manifest, 404],
  ])('refuses %s with %s as %s: %d', async (path, body, type, status) => {
    const answer = await put(path, body, type);
    expect(answer.status).toBe(status);
    expect((await answer.json()).errors).toHaveLength(1);
  });
});

describe('faults', () => {
  afterEach(() => registry.faults.set({ mode: 'none', delayMs: 0 }));

  it('hangs until it is well again', async () => {
    registry.faults.set({ mode: 'hang', delayMs: 0 });
    const answer = ask('/v2/');
    const before = registry.requestCount();
    while (registry.requestCount() === before) {
      await new Promise(resolve => setImmediate(resolve));
    }
    const first = await Promise.race([answer, Promise.resolve('nothing')]);
    expect(first).toBe('nothing');
    registry.faults.set({ mode: 'none', delayMs: 0 });
    expect((await answer).status).toBe(200);
  });

  it('refuses every password', async () => {
    registry.faults.set({ mode: 'unauthorized', delayMs: 0 });
    expect((await ask('/v2/')).status).toBe(401);
  });
});
