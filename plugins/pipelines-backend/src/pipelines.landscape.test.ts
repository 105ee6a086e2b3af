import type { Entity } from '@backstage/catalog-model';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  freePortBase,
  startLandscape,
  type Landscape,
} from '@pilothouse/landscape';
import { overviewSchema } from '@pilothouse/plugin-pipelines-common';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { pipelinesPlugin } from './plugin';

let landscape: Landscape;
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pipelines-'));
  landscape = await startLandscape({ portBase: await freePortBase(), dataDir });
  // Its clusters begin their work meanwhile: on a slow machine the first answer takes longer than the portal waits.
  const { url, tokens } = landscape.forge;
  await fetch(`${url}/api/v4/projects/order%2Forder-api/pipelines`, {
    headers: { 'PRIVATE-TOKEN': tokens.portal },
  });
}, 60_000);
afterAll(async () => {
  await landscape.stop();
  await rm(dataDir, { recursive: true });
});
afterEach(() => landscape.forge.faults.set({ mode: 'none', delayMs: 0 }));

function component(name: string, slug: string, location: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'gitlab.com/project-slug': slug,
        'backstage.io/managed-by-location': location,
        'backstage.io/managed-by-origin-location': location,
      },
    },
  };
}

async function start() {
  const { url, tokens } = landscape.forge;
  const { host } = new URL(url);
  const { server } = await startTestBackend({
    features: [
      pipelinesPlugin,
      actionsRegistryServiceMock.factory(),
      catalogServiceMock.factory({
        entities: [
          component('order-api', 'order/order-api', 'file:/srv/all.yaml'),
          component(
            'thief',
            'payment/payment-api',
            `url:${url}/order/order-api/-/blob/main/catalog-info.yaml`,
          ),
          component('gone', 'order/never-was', 'file:/srv/all.yaml'),
        ],
      }),
      mockServices.rootConfig.factory({
        data: {
          integrations: {
            gitlab: [
              {
                host,
                baseUrl: url,
                apiBaseUrl: `${url}/api/v4`,
                token: tokens.portal,
              },
            ],
          },
        },
      }),
    ],
  });
  const get = (name: string) =>
    request(server).get(
      `/api/pipelines/v1/entities/component/default/${name}/overview`,
    );
  return { get };
}

describe('the pipelines backend', () => {
  it("tells what an entity's own project is doing", async () => {
    const { get } = await start();
    const { status, body } = await get('order-api');
    expect(status).toBe(200);
    const overview = overviewSchema.parse(body);
    expect(overview.problems).toEqual([]);
    expect(overview.project).toEqual({
      path: 'order/order-api',
      url: `${landscape.forge.url}/order/order-api`,
    });
    expect(overview.pipelines.length).toBeGreaterThan(0);
    expect(overview.releases.length).toBeGreaterThan(0);
    const times = overview.pipelines.map(({ createdAt }) =>
      Date.parse(createdAt),
    );
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it("shows nobody another's project, by whatever entity", async () => {
    const { get } = await start();
    const { status, body } = await get('thief');
    expect(status).toBe(403);
    expect(JSON.stringify(body)).not.toContain(landscape.forge.tokens.portal);
    expect((await get('nobody')).status).toBe(404);
  });

  it('says which lists it could not read, and keeps the rest', async () => {
    const { get } = await start();
    expect((await get('gone')).body).toMatchObject({
      pipelines: [],
      problems: [
        { part: 'mergeRequests', code: 'missing' },
        { part: 'pipelines', code: 'missing' },
        { part: 'releases', code: 'missing' },
      ],
    });
    landscape.forge.faults.set({ mode: 'refuse', delayMs: 0 });
    const { status, body } = await get('order-api');
    expect(status).toBe(200);
    expect(overviewSchema.parse(body).problems).toEqual(
      ['mergeRequests', 'pipelines', 'releases'].map(part => ({
        part,
        code: 'away',
      })),
    );
  });

  it('asks GitLab once for everybody who looks', async () => {
    const { get } = await start();
    const before = landscape.forge.requestCount();
    await Promise.all(Array.from({ length: 20 }, () => get('order-api')));
    expect(landscape.forge.requestCount() - before).toBe(3);
  });
});
