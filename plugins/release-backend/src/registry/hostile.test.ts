import { ConfigReader } from '@backstage/config';
import { createImages, type Images } from './createImages';
import { SURROUNDINGS } from './surroundings';
import { FakeRegistry, refuse, sha256 } from './__testUtils__/FakeRegistry';

const PASSWORD = 'correct-horse-battery';
const REPOSITORY = 'order/order-api';
const MANIFESTS = `/v2/${REPOSITORY}/manifests`;
const TAGS = `/v2/${REPOSITORY}/tags/list`;

let registry: FakeRegistry;
let other: FakeRegistry;
let made: Images;
let now = 0;

beforeAll(async () => {
  registry = await FakeRegistry.start();
  other = await FakeRegistry.start();
});
beforeEach(() => {
  registry.reset();
  other.reset();
  made = connect();
});
afterEach(() => made.close());
afterAll(() => Promise.all([registry.stop(), other.stop()]));

function connect(
  more: object = {},
  timeouts: Partial<typeof SURROUNDINGS> = {},
): Images {
  const entry = {
    host: registry.host,
    url: registry.url,
    username: 'portal',
    password: PASSWORD,
    ...more,
  };
  return createImages(new ConfigReader({ release: { registries: [entry] } }), {
    ...SURROUNDINGS,
    clock: () => now,
    ...timeouts,
  });
}

/** Another client than the usual one. */
async function withImages<T>(
  images: Images,
  use: (images: Images) => Promise<T>,
): Promise<T> {
  try {
    return await use(images);
  } finally {
    await images.close();
  }
}

const resolve = (version = '1.0.0', images = made) =>
  images.imageResolver.resolve({
    reference: `${registry.host}/${REPOSITORY}:${version}`,
  });
const list = (images = made) =>
  images.images.list({ reference: `${registry.host}/${REPOSITORY}:1.0.0` });

function unknown(message: string | RegExp) {
  return {
    found: false,
    problem: 'unknown',
    message: expect.stringMatching(message),
  };
}

describe('credentials', () => {
  it('go as a password only to who asks for one', async () => {
    const digest = registry.image(REPOSITORY, '1.0.0');
    expect(await resolve()).toMatchObject({ found: true, digest });
    expect(
      registry.asked.filter(({ headers }) => headers.authorization),
    ).toEqual([]);

    registry.on('*', response =>
      refuse(response, 401, 'UNAUTHORIZED', {
        'WWW-Authenticate': 'Basic realm="r"',
      }),
    );
    expect(await resolve('2.0.0')).toEqual(
      unknown(/does not accept the portal's credentials/),
    );
    expect(registry.asked.at(-1)?.headers.authorization).toBe(
      `Basic ${btoa(`portal:${PASSWORD}`)}`,
    );
  });

  it.each([
    ['a host of its own choosing', 'http://auth.evil.example/token'],
    ['a name that looks alike', 'http://127.0.0.1.evil.example/token'],
    ['no http', 'file:///etc/passwd'],
    ['credentials of somebody', 'http://a:b@127.0.0.1/token'],
  ])('never to %s', async (_, realm) => {
    registry.on('*', response =>
      refuse(response, 401, 'UNAUTHORIZED', {
        'WWW-Authenticate': `Bearer realm="${realm}",service="s"`,
      }),
    );
    expect(await resolve()).toEqual(unknown(/sent to another host/));
  });

  it('are traded for a token once, and again when it is over', async () => {
    const tokens: string[] = [];
    const wanted = `Bearer realm="${registry.url}/token",service="s",scope="repository:${REPOSITORY}:pull,push,delete"`;
    registry.on('/token', (response, { url, headers }) => {
      expect(headers.authorization).toMatch(/^Basic /);
      const scope = new URL(url, registry.url).searchParams.get('scope');
      expect(scope).toBe(`repository:${REPOSITORY}:pull`);
      tokens.push(`token-${tokens.length}`);
      response.end(JSON.stringify({ token: tokens.at(-1), expires_in: 100 }));
    });
    const manifest = JSON.stringify({ manifests: [] });
    registry.on(`${MANIFESTS}/1.0.0`, (response, { headers }) => {
      if (headers.authorization === `Bearer ${tokens.at(-1)}`) {
        response.end(manifest);
      } else {
        refuse(response, 401, 'UNAUTHORIZED', { 'WWW-Authenticate': wanted });
      }
    });
    const found = { found: true, digest: sha256(manifest) };
    expect(await Promise.all([resolve(), resolve()])).toMatchObject([
      found,
      found,
    ]);
    expect(tokens).toHaveLength(1);
    const before = registry.asked.length;
    expect(await resolve()).toMatchObject(found);
    expect(registry.asked).toHaveLength(before + 1);
    now += 90_000;
    expect(await resolve()).toMatchObject(found);
    expect(tokens).toHaveLength(2);
    // It may end earlier than was said.
    tokens.push('revoked');
    expect(await resolve()).toMatchObject(found);
    expect(tokens).toHaveLength(4);
  });

  it.each([
    ['HTML', '<html>sign in</html>'],
    ['nothing', '{}'],
    ['a header in a token', '{"token":"a\\r\\nX-Evil: 1"}'],
  ])('bring no token when there is %s', async (_, answer) => {
    registry.has('/token', answer);
    registry.on('*', response =>
      refuse(response, 401, 'UNAUTHORIZED', {
        'WWW-Authenticate': `Bearer realm="${registry.url}/token"`,
      }),
    );
    expect(await resolve()).toEqual(unknown(/answers 200 without one/));
  });

  it('stand in no message', async () => {
    registry.on('*', response => {
      response.writeHead(403);
      response.end(`your password is ${PASSWORD}`);
    });
    const said = [await resolve(), await list()];
    expect(JSON.stringify(said)).not.toContain(PASSWORD);
    expect(said).toMatchObject([
      { problem: 'unknown' },
      {
        problems: [
          { code: 'registry-refuses', params: { host: registry.host } },
        ],
      },
    ]);
  });
});

describe('answers that are none', () => {
  it.each([
    ['HTML', 200, '<html>welcome</html>', /something else than a manifest/],
    ['HTML that says 404', 404, '<html>not here</html>', /answers 404/],
    ['a redirect of a manifest', 302, '', /answers 302/],
    ['trouble', 503, 'no', /answers 503/],
  ])('%s', async (_, status, body, message) => {
    registry.on('*', response => {
      response.writeHead(status, { Location: `${registry.url}/elsewhere` });
      response.end(body);
    });
    expect(await resolve()).toEqual(unknown(message));
    expect(registry.asked).toHaveLength(1);
  });

  it('a manifest of 100 MB is left after the first 4', async () => {
    let sent = 0;
    const piece = Buffer.alloc(64 * 1024, 0x20);
    registry.on('*', response => {
      const more = () => {
        while (!response.destroyed && sent < 100 * 1024 * 1024) {
          sent += piece.length;
          if (!response.write(piece)) {
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      more();
    });
    expect(await resolve()).toEqual(unknown(/more than 4194304 bytes/));
    expect(sent).toBeLessThan(50 * 1024 * 1024);
  });

  it('other bytes than the digest stands for', async () => {
    const digest = sha256('what was meant');
    registry.has(`${MANIFESTS}/${digest}`, '{"config":{}}');
    expect(await resolve(`1.0.0@${digest}`)).toEqual(unknown(/other bytes/));
    registry.has(`${MANIFESTS}/1.0.0`, '{}', {
      'Docker-Content-Digest': digest,
    });
    expect(await resolve()).toEqual(unknown(/other bytes/));
  });

  it('names that no registry can have are not asked for', async () => {
    for (const reference of [
      `${registry.host}/order/../../token:1`,
      `${registry.host}/Order/api:1`,
      `${registry.host}/order/api@sha256:../../x`,
      `${registry.host}/order/api?x=/y:1`,
      `${registry.host}/${'a'.repeat(900)}:1`,
    ]) {
      const answer = await made.imageResolver.resolve({ reference });
      expect(answer).toMatchObject({ found: false, problem: 'missing' });
    }
    expect(registry.asked).toEqual([]);
  });

  it('a registry that hangs is waited for as long as it is worth', async () => {
    registry.on('*', () => {});
    const hurried = connect({}, { requestTimeoutMs: 50, listTimeoutMs: 50 });
    await withImages(hurried, async images => {
      expect(await resolve('1.0.0', images)).toEqual(
        unknown(/does not answer within 0.05 s/),
      );
      expect((await list(images)).problems).toEqual([
        { code: 'registry-away', params: { host: registry.host } },
      ]);
    });
  });

  it('who leaves waits no longer', async () => {
    const leaving = new AbortController();
    registry.on('*', () => leaving.abort(new Error('left')));
    await expect(
      made.imageResolver.resolve({
        reference: `${registry.host}/${REPOSITORY}:1`,
        signal: leaving.signal,
      }),
    ).rejects.toThrow('left');
  });

  it('a registry that wants fewer requests gets none for a while', async () => {
    registry.on('*', response =>
      refuse(response, 429, 'TOOMANYREQUESTS', { 'Retry-After': '30' }),
    );
    expect(await resolve()).toEqual(unknown(/wants fewer requests/));
    expect(await resolve()).toEqual(unknown(/wants fewer requests/));
    now += 29_000;
    expect((await list()).problems).toMatchObject([{ code: 'registry-away' }]);
    expect(registry.asked).toHaveLength(1);
    now += 4_000;
    const digest = registry.image(REPOSITORY, '1.0.0');
    expect(await resolve()).toMatchObject({ found: true, digest });
  });

  it('a registry that keeps failing is left alone for a moment', async () => {
    registry.on('*', response => response.destroy());
    for (let time = 0; time < 10; time += 1) {
      expect(await resolve()).toEqual(unknown(/cannot be reached/));
    }
    expect(registry.asked).toHaveLength(4);
    now += 5_000;
    registry.image(REPOSITORY, '1.0.0');
    expect(await resolve()).toMatchObject({ found: true });
  });
});

describe('where it sends us for a blob', () => {
  const config = '{"created":"2026-11-19T00:00:00Z"}';

  function sendTo(location: string) {
    registry.image(REPOSITORY, '1.0.0', JSON.parse(config));
    registry.on(`/v2/${REPOSITORY}/blobs/${sha256(config)}`, response => {
      response.writeHead(307, { Location: location });
      response.end();
    });
  }

  it('we go once, without credentials', async () => {
    other.has('/blob', config);
    sendTo(`${other.url}/blob`);
    expect(await resolve()).toMatchObject({
      createdAt: '2026-11-19T00:00:00.000Z',
    });
    expect(other.asked[0].headers.authorization).toBeUndefined();

    other.on('/blob', response => {
      response.writeHead(302, { Location: `${other.url}/further` });
      response.end();
    });
    other.has('/further', config);
    expect(await resolve()).not.toHaveProperty('createdAt');
    expect(other.asked.map(({ url }) => url)).toEqual(['/blob', '/blob']);
  });

  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:169.254.169.254]/',
    'http://2852039166/',
    'http://100.100.100.200/latest/meta-data/',
    'http://[fe80::1]/',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
    '',
  ])('not to %s: the image is told without its age', async location => {
    sendTo(location);
    const answer = await resolve();
    expect(answer).toMatchObject({ found: true });
    expect(answer).not.toHaveProperty('createdAt');
  });

  it('other bytes than were promised count for nothing', async () => {
    other.has('/blob', '{"created":"2020-01-01T00:00:00Z"}');
    sendTo(`${other.url}/blob`);
    expect(await resolve()).not.toHaveProperty('createdAt');
  });
});

describe('lists', () => {
  it('end, also when the registry goes on', async () => {
    let page = 0;
    registry.on(TAGS, response => {
      page += 1;
      const tags = Array.from({ length: 100 }, (_, at) => `${page}.${at}.0`);
      response.setHeader('Link', `<${TAGS}?last=${page}>; rel="next"`);
      response.end(JSON.stringify({ tags }));
    });
    const { total, tags, problems } = await list();
    expect(page).toBeLessThanOrEqual(11);
    expect(total).toBe(1_000);
    expect(tags).toHaveLength(200);
    expect(problems).toEqual([
      { code: 'cut', params: { shown: 200, total: 1_000 } },
    ]);
  });

  it('end when the registry says the same again', async () => {
    registry.on(TAGS, response => {
      response.setHeader('Link', `<https://evil.example/x?n=1>; rel="next"`);
      response.end(JSON.stringify({ tags: ['1.0.0', '../..', 7, 'a b'] }));
    });
    const { tags } = await list();
    expect(tags).toEqual([{ tag: '1.0.0', platforms: [] }]);
    expect(
      registry.asked.filter(({ url }) => url.includes('tags/list')),
    ).toHaveLength(2);
  });

  it('have what came in time, and the rest by name', async () => {
    registry.has(TAGS, { tags: ['1.0.0', '1.1.0', '1.2.0', 'latest'] });
    const digest = registry.image(REPOSITORY, '1.1.0');
    registry.on(`${MANIFESTS}/1.2.0`, () => {});
    const hurried = connect({}, { listTimeoutMs: 2_000 });
    await withImages(hurried, async images => {
      expect((await list(images)).tags).toEqual([
        {
          tag: '1.1.0',
          digest,
          pushedAt: '2026-11-20T08:00:00.000Z',
          sizeBytes: expect.any(Number),
          platforms: ['linux/amd64'],
        },
        { tag: '1.2.0', platforms: [] },
        { tag: '1.0.0', platforms: [] },
        { tag: 'latest', platforms: [] },
      ]);
    });
  });

  it('are asked for once by many, and kept for half a minute', async () => {
    registry.has(TAGS, { tags: ['1.0.0'] });
    const digest = registry.image(REPOSITORY, '1.0.0');
    const lists = await Promise.all([list(), list(), list()]);
    expect(lists.map(({ tags }) => tags[0].digest)).toEqual(
      Array(3).fill(digest),
    );
    const asked = registry.asked.length;
    now += 29_000;
    await list();
    expect(registry.asked).toHaveLength(asked);
    now += 2_000;
    const moved = registry.image(REPOSITORY, '1.0.0', { os: 'linux' });
    expect((await list()).tags[0].digest).toBe(moved);
  });

  it('know what they knew: an image that stays is read once', async () => {
    registry.has(TAGS, { tags: ['1.0.0'] });
    registry.image(REPOSITORY, '1.0.0');
    await list();
    now += 31_000;
    registry.asked.length = 0;
    await list();
    expect(registry.asked.map(({ method, url }) => `${method} ${url}`)).toEqual(
      [`GET ${TAGS}?n=200`, `HEAD ${MANIFESTS}/1.0.0`],
    );
  });

  it('believe no time that cannot be', async () => {
    registry.has(TAGS, { tags: ['1.0.0', '1.1.0'] });
    registry.image(REPOSITORY, '1.0.0', { created: '1970-01-01T00:00:00Z' });
    registry.image(REPOSITORY, '1.1.0', { created: 'yesterday' });
    const { tags } = await list();
    expect(tags.filter(({ pushedAt }) => pushedAt)).toEqual([]);
  });
});

describe('Harbor', () => {
  const ARTIFACTS = '/api/v2.0/projects/order/repositories/order-api/artifacts';
  const EXECUTIONS = '/api/v2.0/replication/executions';
  const digest = sha256('a');
  const artifact = {
    digest,
    push_time: '2026-11-20T09:00:00.000Z',
    size: 1_234,
    extra_attrs: { os: 'linux', architecture: 'arm64', created: 'x' },
    tags: [
      { name: '1.0.0', push_time: '2026-11-20T09:00:00.000Z' },
      { name: '1.0.1', push_time: '2026-11-21T09:00:00.000Z' },
    ],
  };

  const harbor = () => connect({ harbor: { url: registry.url } });

  it('tells in one request when what was pushed, and whether it has come to the others', async () => {
    registry.has(ARTIFACTS, [artifact], { 'X-Total-Count': '1' });
    registry.has(EXECUTIONS, [{ id: 8 }, { id: 7 }]);
    registry.has(`${EXECUTIONS}/8/tasks`, [
      { src_resource: `${REPOSITORY}:[1.0.1]`, status: 'InProgress' },
      { src_resource: 'order/order-web:[1.0.0]', status: 'Failed' },
    ]);
    registry.has(`${EXECUTIONS}/7/tasks`, [
      { src_resource: `${REPOSITORY}:[1.0.0,1.0.1]`, status: 'Succeed' },
    ]);
    await withImages(harbor(), async images => {
      const common = { digest, sizeBytes: 1_234, platforms: ['linux/arm64'] };
      expect(await list(images)).toMatchObject({
        total: 2,
        problems: [],
        tags: [
          {
            ...common,
            tag: '1.0.1',
            pushedAt: '2026-11-21T09:00:00.000Z',
            replication: 'running',
          },
          {
            ...common,
            tag: '1.0.0',
            pushedAt: '2026-11-20T09:00:00.000Z',
            replication: 'done',
          },
        ],
      });
    });
    for (const { headers } of registry.asked) {
      expect(headers.authorization).toMatch(/^Basic /);
    }
  });

  it('tells less to who may not see replications, and asks once', async () => {
    registry.has(ARTIFACTS, [artifact], { 'X-Total-Count': '120' });
    registry.on(EXECUTIONS, response => refuse(response, 403, 'FORBIDDEN'));
    await withImages(harbor(), async images => {
      const { tags, problems } = await list(images);
      expect(tags.map(({ tag }) => tag)).toEqual(['1.0.1', '1.0.0']);
      expect(problems).toMatchObject([{ code: 'cut' }]);
      now += 31_000;
      await list(images);
    });
    expect(
      registry.asked.filter(({ url }) => url.startsWith(EXECUTIONS)),
    ).toHaveLength(1);
  });

  it('that is none is told as away', async () => {
    registry.has(ARTIFACTS, '<html></html>');
    await withImages(harbor(), async images => {
      expect((await list(images)).problems).toMatchObject([
        { code: 'registry-away' },
      ]);
    });
  });
});
