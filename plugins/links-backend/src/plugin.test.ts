import type { Entity } from '@backstage/catalog-model';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  linksExtensionPoint,
  type LinkProvider,
} from '@pilothouse/plugin-links-node';
import request from 'supertest';
import { linksPlugin } from './plugin';

const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'order-api',
    namespace: 'default',
    annotations: { 'yunfan.test/dashboard': 'a/b?c' },
  },
};
const entityRef = 'component:default/order-api';
const SCRIPT = ['javascript', ''].join(':');
const target = { environment: 'prod', cluster: 'beijing', namespace: 'order' };

async function start(
  templates: unknown[],
  ...providers: LinkProvider[]
): Promise<(body: object | string) => request.Test> {
  const { server } = await startTestBackend({
    features: [
      linksPlugin,
      createBackendModule({
        pluginId: 'links',
        moduleId: 'test',
        register(env) {
          env.registerInit({
            deps: { links: linksExtensionPoint },
            async init({ links }) {
              providers.forEach(provider => links.addProvider(provider));
            },
          });
        },
      }),
      actionsRegistryServiceMock.factory(),
      catalogServiceMock.factory({ entities: [ENTITY] }),
      mockServices.rootConfig.factory({
        data: { links: { templates: templates as [] } },
      }),
    ],
  });
  return body =>
    request(server)
      .post('/api/links/v1/links')
      .set('Content-Type', 'application/json')
      .send(body);
}

describe('the links backend', () => {
  it("shows a company's own links where everything they name is known", async () => {
    const ask = await start([
      {
        id: 'grafana',
        title: { en: 'Grafana', zh: '监控' },
        kind: 'metrics',
        url: 'https://grafana.yunfan.test/d/pods?ns={{namespace}}&pod={{ pod }}&from={{fromMs}}',
      },
      {
        id: 'board',
        title: 'Board',
        url: 'https://tools.yunfan.test/{{annotation:yunfan.test/dashboard}}',
        environments: ['prod'],
      },
    ]);
    const entity = await ask({ entityRef });
    expect(entity.body).toEqual({ links: [], problems: [] });

    const pod = await ask({
      entityRef,
      target,
      pod: 'order-api-1&x=2',
      from: '2026-11-20T10:00:00Z',
    });
    expect(pod.body.links).toEqual([
      {
        id: 'config:grafana',
        kind: 'metrics',
        title: { en: 'Grafana', zh: '监控' },
        url: 'https://grafana.yunfan.test/d/pods?ns=order&pod=order-api-1%26x%3D2&from=1795168800000',
      },
      {
        id: 'config:board',
        kind: 'other',
        title: { en: 'Board', zh: 'Board' },
        url: 'https://tools.yunfan.test/a%2Fb%3Fc',
      },
    ]);
  });

  it('leaves out what a provider may not say, and names one that fails', async () => {
    const ask = await start(
      [],
      {
        id: 'sly',
        links: async () =>
          [`${SCRIPT}alert(1)`, '//evil.test/x', '/\\evil.test', '/docs/a'].map(
            (url, index) => ({
              id: `${index}`,
              kind: 'other',
              title: { en: 'x', zh: 'x' },
              url,
            }),
          ),
      },
      {
        id: 'broken',
        links: async () => {
          throw new Error('no');
        },
      },
    );
    const { body } = await ask({ entityRef });
    expect(
      body.links.map(({ id, url }: { id: string; url: string }) => [id, url]),
    ).toEqual([['sly:3', '/docs/a']]);
    expect(body.problems).toEqual([{ provider: 'broken', code: 'failed' }]);
  });

  it.each([
    [{}, /entityRef/],
    [{ entityRef, host: 'evil' }, /host.*is not known/],
    [{ entityRef, target: { environment: 'prod' } }, /target\.cluster/],
    [{ entityRef, from: 'yesterday' }, /from/],
    [
      { entityRef, from: '2026-11-20T10:00:00Z', to: '2026-11-19T10:00:00Z' },
      /from.*before to/,
    ],
  ])('refuses %j', async (body, message) => {
    const ask = await start([]);
    const { status, body: answer } = await ask(body);
    expect(status).toBe(400);
    expect(answer.error.message).toMatch(message);
  });

  it('has nothing for an entity that cannot be seen', async () => {
    const ask = await start([]);
    const { status } = await ask({ entityRef: 'component:default/secret' });
    expect(status).toBe(404);
  });

  it('says what is wrong with a body, and does not repeat it', async () => {
    const ask = await start([]);
    const { status, body } = await ask('{"entityRef": <script>');
    expect(status).toBe(400);
    expect(body.error.message).toBe(
      'The body cannot be read: it has to be JSON',
    );
    expect(JSON.stringify(body)).not.toContain('script');
  });

  it.each([
    [{ id: 'x', title: 'X', url: `${SCRIPT}alert(1)` }, /templates\[0\]\.url/],
    [{ id: 'x', title: 'X', url: 'https://{{pod}}.test/' }, /host of its own/],
    [{ id: 'x', title: 'X', url: '/a/{{secret}}' }, /\{\{secret\}\}/],
    [{ id: 'x y', title: 'X', url: '/a' }, /templates\[0\]\.id/],
  ])('does not start with %j', async (template, message) => {
    await expect(start([template])).rejects.toThrow(message);
  });
});
