import { ConfigReader } from '@backstage/config';
import { createHash, randomBytes } from 'node:crypto';
import { createImages, type Images } from './createImages';

const {
  PILOTHOUSE_REAL_REGISTRY_URL: url,
  PILOTHOUSE_REAL_REGISTRY_USER: username,
  PILOTHOUSE_REAL_REGISTRY_PASSWORD: password,
} = process.env;

const HOST = 'registry.real.test';
const OCI = 'application/vnd.oci.image';
const DOCKER = 'application/vnd.docker.distribution.manifest';

interface Pushed {
  mediaType: string;
  digest: string;
  size: number;
}

/** Pushes as `docker push` does, to a repository of this test alone. */
class Pusher {
  readonly repository = `pilothouse-test/${randomBytes(6).toString('hex')}`;
  readonly #headers = {
    Authorization: `Basic ${btoa(`${username}:${password}`)}`,
  };

  async blob(mediaType: string, body: string): Promise<Pushed> {
    const digest = sha256(body);
    const uploads = `${url}/v2/${this.repository}/blobs/uploads/`;
    const begun = await fetch(uploads, {
      method: 'POST',
      headers: this.#headers,
    });
    const upload = new URL(begun.headers.get('location') ?? '', uploads);
    upload.searchParams.set('digest', digest);
    await this.#put(upload, body, 'application/octet-stream');
    return { mediaType, digest, size: Buffer.byteLength(body) };
  }

  async manifest(
    reference: string | undefined,
    mediaType: string,
    manifest: object,
  ): Promise<Pushed> {
    const body = JSON.stringify({ schemaVersion: 2, mediaType, ...manifest });
    const digest = sha256(body);
    await this.#put(
      new URL(`${url}/v2/${this.repository}/manifests/${reference ?? digest}`),
      body,
      mediaType,
    );
    return { mediaType, digest, size: Buffer.byteLength(body) };
  }

  /** An image of one platform. */
  async image(
    tag: string | undefined,
    {
      architecture = 'amd64',
      created = '2026-11-20T08:00:00Z',
      docker = false,
    },
  ): Promise<Pushed> {
    const config = await this.blob(
      docker
        ? 'application/vnd.docker.container.image.v1+json'
        : `${OCI}.config.v1+json`,
      JSON.stringify({ os: 'linux', architecture, created }),
    );
    const layer = await this.blob(
      docker
        ? 'application/vnd.docker.image.rootfs.diff.tar.gzip'
        : `${OCI}.layer.v1.tar+gzip`,
      'x'.repeat(1_000),
    );
    return this.manifest(
      tag,
      docker ? `${DOCKER}.v2+json` : `${OCI}.manifest.v1+json`,
      { config, layers: [layer] },
    );
  }

  async #put(address: URL, body: string, type: string): Promise<void> {
    const response = await fetch(address, {
      method: 'PUT',
      headers: { ...this.#headers, 'Content-Type': type },
      body,
    });
    if (response.status !== 201) {
      throw new Error(`${response.status}: ${await response.text()}`);
    }
  }
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

describe('images of a real registry', () => {
  const pusher = new Pusher();
  const name = `${HOST}/${pusher.repository}`;
  let made: Images;
  beforeAll(() => {
    if (!url) throw new Error('PILOTHOUSE_REAL_REGISTRY_URL is not set');
    made = connect(password);
  });
  afterAll(() => made.close());

  function connect(secret: string | undefined): Images {
    const registry = { host: HOST, url, username, password: secret };
    return createImages(
      new ConfigReader({ release: { registries: [registry] } }),
    );
  }

  const resolve = (reference: string, { imageResolver } = made) =>
    imageResolver.resolve({ reference });

  it('are found with the digest that the registry has for them', async () => {
    const amd64 = await pusher.image(undefined, {});
    const arm64 = await pusher.image(undefined, { architecture: 'arm64' });
    const index = await pusher.manifest('1.0.0', `${OCI}.index.v1+json`, {
      manifests: [
        { ...arm64, platform: { os: 'linux', architecture: 'arm64' } },
        { ...amd64, platform: { os: 'linux', architecture: 'amd64' } },
      ],
    });
    const found = {
      found: true,
      digest: index.digest,
      mediaType: `${OCI}.index.v1+json`,
      platforms: ['linux/arm64', 'linux/amd64'],
      sizeBytes: expect.any(Number),
      createdAt: '2026-11-20T08:00:00.000Z',
    };
    expect(await resolve(`${name}:1.0.0`)).toEqual(found);
    expect(await resolve(`${name}@${index.digest}`)).toEqual(found);

    const docker = await pusher.image('1.0.1', { docker: true });
    expect(await resolve(`${name}:1.0.1`)).toMatchObject({
      found: true,
      digest: docker.digest,
      mediaType: `${DOCKER}.v2+json`,
      platforms: ['linux/amd64'],
    });
  });

  it('are missing when they are, and unknown without its consent', async () => {
    await pusher.image('2.0.0', {});
    for (const reference of [
      `${name}:9.9.9`,
      `${name}@sha256:${'0'.repeat(64)}`,
      `${HOST}/pilothouse-test/never-was:1`,
    ]) {
      expect(await resolve(reference)).toMatchObject({ problem: 'missing' });
    }
    const wrong = connect('guess');
    expect(await resolve(`${name}:2.0.0`, wrong)).toMatchObject({
      problem: 'unknown',
      message: expect.stringContaining('credentials'),
    });
    expect(
      (await wrong.images.list({ reference: name })).problems,
    ).toMatchObject([{ code: 'registry-refuses' }]);
    await wrong.close();
  });

  it('are listed by their age, over all pages', async () => {
    const own = new Pusher();
    const config = await own.blob(
      `${OCI}.config.v1+json`,
      JSON.stringify({ os: 'linux', created: '2026-01-01T00:00:00Z' }),
    );
    const manifest = { config, layers: [] };
    // More than a page of the client has.
    for (let number = 0; number < 230; number += 1) {
      const tag = `0.${number}.0`;
      await own.manifest(tag, `${OCI}.manifest.v1+json`, manifest);
    }
    await own.image('1.0.0', { created: '2026-11-01T00:00:00Z' });
    await own.image('0.9.9', { created: '2026-11-02T00:00:00Z' });
    await own.image('latest', { created: '2026-11-03T00:00:00Z' });
    const reference = `${HOST}/${own.repository}:1.0.0`;
    const list = await made.images.list({ reference });
    expect(list.total).toBe(233);
    expect(list.problems).toEqual([
      { code: 'cut', params: { shown: 200, total: 233 } },
    ]);
    const [newest, ...older] = list.tags;
    expect(newest).toMatchObject({
      tag: '1.0.0',
      pushedAt: '2026-11-01T00:00:00.000Z',
    });
    // Only those that look newest by name are asked for their age.
    expect(older.slice(0, 29).map(({ tag }) => tag)).toEqual(
      Array.from({ length: 29 }, (_, at) => `0.${229 - at}.0`),
    );
    expect(older[29]).toEqual({ tag: '0.200.0', platforms: [] });
  }, 60_000);
});
