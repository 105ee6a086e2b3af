import type { Entity } from '@backstage/catalog-model';
import { nameCheckSchema } from '@pilothouse/plugin-release-common';
import { startLandscapeClusters } from '../../__testUtils__/startLandscapeClusters';
import { component, startRelease } from '../../__testUtils__/startRelease';
import { environmentOptions } from './environmentOptions';

jest.setTimeout(60_000);

const SYSTEMS: Entity[] = ['order', 'payment'].map(name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: { name },
}));
const CACHE: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'refund-cache' },
};
const WANG_FANG = 'user:default/wang.fang';

let landscape: Awaited<ReturnType<typeof startLandscapeClusters>>;
let release: Awaited<ReturnType<typeof startRelease>>;
beforeAll(async () => {
  landscape = await startLandscapeClusters();
  release = await startRelease({
    clusters: landscape.connect(),
    entities: [component('refund-ui'), CACHE, ...SYSTEMS],
    release: { registries: [landscape.registry] },
    hidden: new Set([
      `${WANG_FANG} system:default/payment`,
      `${WANG_FANG} component:default/refund-ui`,
    ]),
  });
});
afterAll(async () => {
  await release.stop();
  await landscape.stop();
});

async function check(name: string, system?: string) {
  const query = new URLSearchParams({ name, ...(system && { system }) });
  const { body } = await release
    .get(`provision/name?${query}`, WANG_FANG)
    .expect(200);
  return nameCheckSchema.parse(body);
}

describe('whether a new service can have a name', () => {
  it('is asked of the catalog, the registry and the namespaces of its system', async () => {
    const free = { taken: [], unread: [] };
    expect(await check('refund-api', 'order')).toEqual(free);
    expect(await check('refund-api', 'system:default/order')).toEqual(free);
    expect(await check('refund-api')).toEqual(free);
    const { taken } = await check('order-api', 'order');
    expect(taken).toEqual(
      expect.arrayContaining([
        {
          code: 'image',
          params: { repository: 'registry.yunfan.test/order/order-api' },
        },
        {
          code: 'workload',
          params: {
            name: 'order-api',
            namespace: 'order',
            cluster: 'prod-shanghai',
          },
        },
      ]),
    );
  });

  it('counts an entity that the person may not see: two of one name cannot be', async () => {
    expect((await check('refund-ui')).taken).toEqual([
      { code: 'entity', params: { ref: 'component:default/refund-ui' } },
    ]);
    expect((await check('refund-cache')).taken).toEqual([
      { code: 'entity', params: { ref: 'resource:default/refund-cache' } },
    ]);
  });

  it('tells nothing of the namespaces of a system that the person may not see', async () => {
    for (const system of ['payment', 'no-such-system']) {
      const { body } = await release
        .get(`provision/name?name=payment-api&system=${system}`, WANG_FANG)
        .expect(400);
      expect(body.error.message).toBe(
        `system: there is no system:default/${system}, or you may not see it`,
      );
    }
  });

  it.each([
    ['name=Order', 'name'],
    ['name=a/../b', 'name'],
    ['', 'name'],
    ['name=a&system=', 'system'],
    ['name=a&who=me', 'who'],
  ])('refuses %s, and names the parameter', async (query, parameter) => {
    const { body } = await release
      .get(`provision/name?${query}`, WANG_FANG)
      .expect(400);
    expect(body.error.message).toContain(parameter);
  });

  it('says what it could not ask', async () => {
    await landscape.control('PUT', '/api/systems/registry/fault', {
      mode: 'refuse',
    });
    expect(await check('another-api', 'order')).toEqual({
      taken: [],
      unread: ['registry.yunfan.test'],
    });
  });
});

describe('the environments of a new service', () => {
  it('are those of the configuration', async () => {
    const { body } = await release
      .get('provision/environments', WANG_FANG)
      .expect(200);
    expect(body.environments).toEqual([
      {
        name: 'dev',
        protected: false,
        clusters: ['dev'],
        namespaceSuffix: '',
      },
      {
        name: 'prod',
        protected: true,
        clusters: ['prod-beijing', 'prod-shanghai'],
        namespaceSuffix: '',
      },
    ]);
  });

  it('have namespaces called as their system, with what a guest adds behind', () => {
    const options = environmentOptions([
      { name: 'dev', protected: false, clusters: ['dev'] },
      {
        name: 'staging',
        protected: false,
        clusters: ['prod'],
        namespaces: ['staging-tools', '*-staging'],
      },
      // Nobody can say how a new one is called there.
      {
        name: 'lab',
        protected: false,
        clusters: ['lab'],
        namespaces: ['lab-*', 'lab'],
      },
    ]);
    expect(
      options.map(({ name, namespaceSuffix }) => [name, namespaceSuffix]),
    ).toEqual([
      ['dev', ''],
      ['staging', '-staging'],
    ]);
  });
});
