import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { linkSchema, type LinkSubject } from '@pilothouse/plugin-links-common';
import {
  linksExtensionPoint,
  type LinkProvider,
} from '@pilothouse/plugin-links-node';
import type { Runbook } from '@pilothouse/plugin-runbooks-common';
import { documented } from '../__testUtils__/documented';
import { runbooksLinksModule } from './module';

const ORDER = 'component:default/order-api';

function runbook(id: string, more: Partial<Runbook> = {}): Runbook {
  const page = (language: string, title: string) => ({
    language,
    title,
    path: `${language}/x`,
    url: `/docs/${language}/x`,
  });
  return {
    id,
    entityRef: 'component:default/ops-runbooks',
    pages: [page('en', `Redis is full`), page('zh', 'Redis 写满')],
    alerts: [],
    services: ['*'],
    faults: [],
    ...more,
  };
}

/** The links plugin, as far as its modules see it, beside a runbooks backend that answers so. */
async function start(runbooks: Runbook[]) {
  const asked: { query: unknown; authorization: string | undefined }[] = [];
  const providers: LinkProvider[] = [];
  const backend = await startTestBackend({
    features: [
      runbooksLinksModule,
      createBackendPlugin({
        pluginId: 'links',
        register(env) {
          env.registerExtensionPoint(linksExtensionPoint, {
            addProvider: provider => providers.push(provider),
          });
          env.registerInit({ deps: {}, async init() {} });
        },
      }),
      createBackendPlugin({
        pluginId: 'runbooks',
        register(env) {
          env.registerInit({
            deps: {
              http: coreServices.httpRouter,
              httpAuth: coreServices.httpAuth,
            },
            async init({ http, httpAuth }) {
              http.use(async (request, response) => {
                const { principal } = await httpAuth.credentials(request);
                asked.push({
                  query: request.query,
                  authorization: Object(principal).userEntityRef,
                });
                const now = '2026-11-21T08:00:00Z';
                response.json({ runbooks, problems: [], now });
              });
            },
          });
        },
      }),
      actionsRegistryServiceMock.factory(),
      catalogServiceMock.factory({ entities: [] }),
      mockServices.logger.factory(),
    ],
  });
  const links = async (subject: Partial<LinkSubject>) => {
    const found = await providers[0].links(
      {
        subject: { entityRef: ORDER, ...subject },
        entity: documented('order-api', 'file:/x'),
        credentials: mockCredentials.user('user:default/tang.yi'),
      },
      { signal: new AbortController().signal },
    );
    return found.map(link => linkSchema.parse(link));
  };
  return { asked, links, stop: () => backend.stop() };
}

describe('links to runbooks', () => {
  it('are those of the service, asked for as the person, in both languages', async () => {
    const { asked, links, stop } = await start([
      runbook('own', { entityRef: ORDER, services: [ORDER] }),
      runbook('named', { services: [ORDER] }),
      runbook('of everybody'),
    ]);
    expect(await links({})).toEqual(
      ['own', 'named'].map(id => ({
        id: `runbooks:${id}`,
        kind: 'runbook',
        title: { en: 'Runbook: Redis is full', zh: '运维手册：Redis 写满' },
        url: `/runbooks/open?id=${id}`,
      })),
    );
    expect(asked).toEqual([
      { query: { entityRef: ORDER }, authorization: 'user:default/tang.yi' },
    ]);
    await stop();
  });

  it('are all that name the alert, and few', async () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      runbook(`r${index}`, {
        pages: [
          {
            language: 'und',
            title: 'Runbook '.repeat(30),
            path: 'x',
            url: '/docs/x',
          },
        ],
      }),
    );
    const { asked, links, stop } = await start(many);
    const found = await links({ alert: 'HighErrorRate' });
    expect(found).toHaveLength(5);
    expect(found[0].title.en).toMatch(/^Runbook Runbook/);
    expect(asked[0].query).toEqual({
      entityRef: ORDER,
      alert: 'HighErrorRate',
    });
    await stop();
  });
});
