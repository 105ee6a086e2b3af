import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import searchPlugin from '@backstage/plugin-search-backend';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import {
  IndexableDocument,
  SearchResultSet,
} from '@backstage/plugin-search-common';
import { Readable } from 'node:stream';
import request from 'supertest';
import searchModuleCjk from '..';

/** A search backend with this module, whose documents are those that are given. */
export interface TestSearch {
  /** Collates what the documents are by now. */
  index(): Promise<void>;
  query(query: Record<string, string>): Promise<SearchResultSet>;
  /** The titles of what is found, the best first. */
  titles(term: string): Promise<string[]>;
  stop(): Promise<void>;
}

type BackendFeature = NonNullable<
  Parameters<typeof startTestBackend>[0]['features']
>[number];

export async function startSearch(
  documents: Record<string, IndexableDocument[]>,
  options?: {
    database?: object;
    config?: object;
    features?: BackendFeature[];
  },
): Promise<TestSearch> {
  const tasks: (() => Promise<void>)[] = [];
  let disconnect = async () => {};
  const collators = createBackendModule({
    pluginId: 'search',
    moduleId: 'test-collators',
    register(reg) {
      reg.registerInit({
        deps: {
          database: coreServices.database,
          registry: searchIndexRegistryExtensionPoint,
        },
        async init({ database, registry }) {
          const client = await database.getClient();
          disconnect = () => client.destroy();
          for (const type of Object.keys(documents)) {
            registry.addCollator({
              schedule: {
                run: async ({ fn }) => {
                  tasks.push(async () => fn(new AbortController().signal));
                },
              },
              factory: {
                type,
                visibilityPermission: {
                  type: 'resource',
                  name: 'catalog.entity.read',
                  attributes: { action: 'read' },
                  resourceType: 'catalog-entity',
                },
                getCollator: async () => Readable.from([...documents[type]]),
              },
            });
          }
        },
      });
    },
  });
  const backend = await startTestBackend({
    features: [
      searchPlugin,
      searchModuleCjk,
      collators,
      mockServices.rootConfig.factory({
        data: {
          backend: {
            baseUrl: 'http://localhost:7007',
            database: options?.database ?? {
              client: 'better-sqlite3',
              connection: ':memory:',
            },
          },
          ...options?.config,
        },
      }),
      mockServices.database.factory(),
      ...(options?.features ?? []),
    ],
  });

  async function query(asked: Record<string, string>) {
    const response = await request(backend.server)
      .get('/api/search/query')
      .query(asked)
      .expect(200);
    return response.body as SearchResultSet;
  }
  return {
    async index() {
      for (const task of tasks) await task();
    },
    query,
    async titles(term) {
      const { results } = await query({ term });
      return results.map(({ document }) => document.title);
    },
    async stop() {
      await backend.stop();
      // Backstage's database service leaves the connections of Postgres open.
      await disconnect();
    },
  };
}
