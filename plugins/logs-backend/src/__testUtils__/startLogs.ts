import { createServiceFactory } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  contextResultSchema,
  logSourceListSchema,
  searchResultSchema,
  type SearchRequest,
  type SearchResult,
} from '@pilothouse/plugin-logs-common';
import request from 'supertest';
import { logsPlugin } from '../plugin';
import { FakeRelease, type FakeWorkload } from './fakeRelease';

export const ORDER = 'component:default/order-api';

interface Options {
  /** The section `logs`. */
  logs: object;
  /** What runs, by entity. All of them are in the catalog. */
  workloads: Readonly<Record<string, readonly FakeWorkload[]>>;
  /** Whether people may read lines. */
  allowed?: boolean;
}

/** The plugin behind HTTP, with a release backend that knows these workloads. */
export async function startLogs({ logs, workloads, allowed = true }: Options) {
  const release = new FakeRelease(workloads);
  const actions = actionsRegistryServiceMock({
    logger: mockServices.logger.mock(),
  });
  const backend = await startTestBackend({
    features: [
      logsPlugin,
      release.plugin,
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: {},
        factory: () => actions,
      }),
      catalogServiceMock.factory({
        entities: Object.keys(workloads).map(ref => ({
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name: ref.split('/')[1] ?? '', namespace: 'default' },
        })),
      }),
      mockServices.permissions.mock({
        authorize: async requests =>
          requests.map(() => ({
            result: allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
          })),
      }).factory,
      mockServices.rootConfig.factory({
        data: { logs: JSON.parse(JSON.stringify(logs)) },
      }),
    ],
  });
  const { server } = backend;
  const post = (path: string, body: object | string) =>
    request(server).post(`/api/logs/v1/${path}`).send(body);
  return {
    server,
    release,
    actions,
    stop: () => backend.stop(),
    post,
    get: (path: string) => request(server).get(`/api/logs/v1/${path}`),
    async sources(entityRef: string = ORDER) {
      const { body } = await request(server)
        .get('/api/logs/v1/sources')
        .query({ entityRef })
        .expect(200);
      return logSourceListSchema.parse(body);
    },
    async search(search: Partial<SearchRequest>): Promise<SearchResult> {
      const { status, body } = await post('search', {
        entityRef: ORDER,
        environment: 'dev',
        ...search,
      });
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
      return searchResultSchema.parse(body);
    },
    async context(question: object) {
      const { body } = await post('context', {
        entityRef: ORDER,
        environment: 'dev',
        ...question,
      }).expect(200);
      return contextResultSchema.parse(body);
    },
  };
}

export type RunningLogs = Awaited<ReturnType<typeof startLogs>>;
