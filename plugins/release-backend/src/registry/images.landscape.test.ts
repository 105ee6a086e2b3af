import { ConfigReader } from '@backstage/config';
import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import {
  freePortBase,
  startLandscape,
  type Landscape,
} from '@pilothouse/landscape';
import {
  imageListSchema,
  parseImage,
  type Workload,
} from '@pilothouse/plugin-release-common';
import express from 'express';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { createImages, type Images } from './createImages';
import { createImagesRouter } from './createImagesRouter';
import { WorkloadImages } from './WorkloadImages';

const HOST = 'registry.yunfan.test';
const ORDER_API = `${HOST}/order/order-api`;

let dataDir: string;
let landscape: Landscape;
let made: Images;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'images-'));
  const portBase = await freePortBase();
  landscape = await startLandscape({
    portBase,
    dataDir,
    scale: { clusters: 1, pods: 14 },
  });
  made = connect(landscape.registry.passwords.portal);
}, 60_000);
afterAll(async () => {
  await made.close();
  await landscape.stop();
  await rm(dataDir, { recursive: true });
});

function connect(password: string): Images {
  const { url } = landscape.registry;
  const registry = { host: HOST, url, username: 'portal', password };
  return createImages(
    new ConfigReader({ release: { registries: [registry] } }),
  );
}

describe('ImageResolver', () => {
  it('finds an image by tag and by digest, with what is known of it', async () => {
    const byTag = await made.imageResolver.resolve({
      reference: `${ORDER_API}:1.4.0`,
      cluster: 'dev',
    });
    expect(byTag).toEqual({
      found: true,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      mediaType: 'application/vnd.oci.image.index.v1+json',
      platforms: ['linux/amd64', 'linux/arm64'],
      sizeBytes: expect.any(Number),
      createdAt: expect.stringMatching(/^2\d{3}-.*Z$/),
    });
    const { digest } = byTag.found ? byTag : { digest: '' };
    expect(
      await made.imageResolver.resolve({
        reference: `${ORDER_API}:1.4.0@${digest}`,
      }),
    ).toEqual(byTag);
  });

  it('tells what is not there from what cannot be asked', async () => {
    const resolve = (reference: string) =>
      made.imageResolver.resolve({ reference });
    expect(await resolve(`${ORDER_API}:1.4.1-missing`)).toEqual({
      found: false,
      problem: 'missing',
      message: `The registry ${HOST} has no order/order-api:1.4.1-missing`,
    });
    expect(
      await resolve(`${ORDER_API}@sha256:${'0'.repeat(64)}`),
    ).toMatchObject({ problem: 'missing' });
    expect(await resolve('nginx:1.27')).toEqual({
      found: false,
      problem: 'no-registry',
      message: 'No registry is configured for docker.io',
    });
    const wrong = connect('guess');
    expect(
      await wrong.imageResolver.resolve({ reference: `${ORDER_API}:1.4.0` }),
    ).toEqual({
      found: false,
      problem: 'unknown',
      message: `The registry ${HOST} gives the portal no token for order/order-api`,
    });
    await wrong.close();
  });
});

describe('GET /v1/images', () => {
  const allowed = new Set(['component:default/order-api']);

  /** What the router asks for is the workload's business; here it runs the image that a test gives it. */
  function ask(query: object, image?: string) {
    const app = express();
    const workload: Workload = {
      id: 'dev/dev/order/order-api',
      target: { environment: 'dev', cluster: 'dev', namespace: 'order' },
      name: 'order-api',
      ...(image && {
        canary: {
          deployment: 'order-api-canary',
          uid: '1',
          image: parseImage(image),
          containers: [],
          desired: 0,
          ready: 0,
          updated: 0,
          available: 0,
          paused: false,
        },
      }),
      state: 'healthy',
      reasons: [],
      drift: false,
    };
    app.use(
      createImagesRouter({
        httpAuth: mockServices.httpAuth(),
        workloadImages: new WorkloadImages({
          access: {
            open: async (entityRef, permission) => {
              expect(permission.name).toBe('release.workload.read');
              if (!allowed.has(entityRef)) throw new NotFoundError('no entity');
              return { entityRef, owners: [], problems: [] };
            },
          },
          workloads: {
            get: async (_, id) => {
              if (id !== workload.id) throw new NotFoundError('no workload');
              return workload;
            },
          },
          images: made.images,
        }),
      }),
    );
    app.use(mockErrorHandler());
    return request(app)
      .get('/v1/images')
      .set('Authorization', mockCredentials.user.header())
      .query(query);
  }

  const query = {
    entityRef: 'component:default/order-api',
    workloadId: 'dev/dev/order/order-api',
  };

  it('tells the tags of the workload, the newest first', async () => {
    const { status, body } = await ask(query, `${ORDER_API}:1.4.0`);
    expect(status).toBe(200);
    const { repository, tags, total, problems } = imageListSchema.parse(body);
    expect({ repository, total, problems }).toEqual({
      repository: ORDER_API,
      total: tags.length,
      problems: [],
    });
    expect(tags.map(({ tag }) => tag)).toEqual([
      '1.5.0',
      '1.4.1',
      '1.4.1-slow',
      '1.4.1-errors',
      '1.4.1-leak',
      '1.4.1-crash',
      '1.4.1-neverready',
      '1.4.1-dies',
      '1.4.0',
    ]);
    for (const tag of tags) {
      expect(tag).toMatchObject({
        digest: expect.any(String),
        sizeBytes: expect.any(Number),
        platforms: ['linux/amd64', 'linux/arm64'],
      });
    }
  });

  it('asks for no other repository, whatever the browser says', async () => {
    const { body } = await ask(
      { ...query, repository: `${HOST}/payment/payment-api` },
      `${ORDER_API}:1.4.0`,
    );
    expect(body.error.message).toBe(
      'Query parameter repository: is not known; there are entityRef, workloadId',
    );
  });

  it.each([
    [{ ...query, entityRef: 'component:default/payment-api' }, 404],
    [{ ...query, workloadId: 'dev/dev/payment/payment-api' }, 404],
    [{ ...query, workloadId: '../../x' }, 400],
    [{ entityRef: query.entityRef }, 400],
    [{ workloadId: query.workloadId }, 400],
    [query, 404],
  ])('answers %j with %d', async (asked, status) => {
    expect((await ask(asked)).status).toBe(status);
  });

  it('says that nobody knows the images of another registry', async () => {
    const { body } = await ask(query, 'elsewhere.example.com/a/b:1');
    expect(body).toMatchObject({
      repository: 'elsewhere.example.com/a/b',
      tags: [],
      problems: [
        { code: 'no-registry', params: { host: 'elsewhere.example.com' } },
      ],
    });
  });
});

describe('a registry in trouble', () => {
  const well = () =>
    landscape.registry.faults.set({ mode: 'none', delayMs: 0 });
  const find = (images: Images) =>
    images.imageResolver.resolve({ reference: `${ORDER_API}:1.4.0` });

  it('is found again when it is well', async () => {
    landscape.registry.faults.set({ mode: 'refuse', delayMs: 0 });
    expect(await find(made)).toMatchObject({ problem: 'unknown' });
    well();
    let answer = await find(made);
    // The port is opened again in the background, and the portal waits a moment after too many failures.
    while (!answer.found) answer = await find(made);
    expect(answer.platforms).toHaveLength(2);
  }, 30_000);

  it('is waited for while it is slow', async () => {
    landscape.registry.faults.set({ mode: 'slow', delayMs: 100 });
    expect(await find(made)).toMatchObject({ found: true });
    well();
  });
});
