import {
  createServiceFactory,
  type BackstageCredentials,
  type SchedulerServiceTaskInvocationDefinition,
  type UrlReaderService,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  runbookListSchema,
  type RunbookList,
} from '@pilothouse/plugin-runbooks-common';
import type { Knex } from 'knex';
import request from 'supertest';
import { runbooksPlugin } from '../plugin';

export interface RunbooksOptions {
  /** What the catalog has; may be changed later. */
  entities: Entity[];
  /** Whether somebody may see an entity; everybody everything when missing. */
  sees?: (userEntityRef: string, entityRef: string) => boolean;
  /** The database of another backend: after a restart, or of another replica. */
  knex?: Knex;
  readTree?: UrlReaderService['readTree'];
}

/** The plugin behind HTTP, with a catalog that shows to each what each may see; it reads when it is told to. */
export async function startRunbooks(options: RunbooksOptions) {
  const { entities, knex, readTree, sees = () => true } = options;
  const tasks = new Map<string, SchedulerServiceTaskInvocationDefinition>();
  const actions = actionsRegistryServiceMock({
    logger: mockServices.logger.mock(),
  });
  const logger = mockServices.logger.mock();
  const questions: string[][] = [];
  const isSeen = (entity: Entity, { principal }: BackstageCredentials) => {
    const user = Object(principal).userEntityRef;
    return !user || sees(String(user), stringifyEntityRef(entity));
  };
  const backend = await startTestBackend({
    features: [
      runbooksPlugin,
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: {},
        factory: () => actions,
      }),
      mockServices.scheduler.mock({
        scheduleTask: async task => {
          tasks.set(task.id, task);
        },
      }).factory,
      logger.factory,
      mockServices.urlReader.mock({
        readTree:
          readTree ??
          (async () => {
            throw new NotFoundError('There is no forge');
          }),
      }).factory,
      mockServices.rootConfig.factory({
        data: {
          integrations: {
            gitlab: [
              { host: 'git.test', apiBaseUrl: 'https://git.test/api/v4' },
            ],
          },
        },
      }),
      ...(knex
        ? [mockServices.database.mock({ getClient: async () => knex }).factory]
        : []),
      catalogServiceMock.mock({
        async *streamEntities() {
          yield structuredClone(entities);
        },
        async getEntitiesByRefs({ entityRefs }, asker) {
          if (!asker || !('credentials' in asker)) {
            throw new NotAllowedError('Nobody asks');
          }
          const { credentials } = asker;
          questions.push(entityRefs);
          return {
            items: entityRefs.map(ref =>
              entities.find(
                entity =>
                  stringifyEntityRef(entity) === ref &&
                  isSeen(entity, credentials),
              ),
            ),
          };
        },
      }).factory,
    ],
  });
  const { server } = backend;
  const get = (
    path: string,
    query: object = {},
    user = 'user:default/li.wei',
  ) =>
    request(server)
      .get(`/api/runbooks/v1/${path}`)
      .set('Authorization', mockCredentials.user.header(user))
      .query(query);
  return {
    server,
    actions,
    logger,
    /** What the catalog was asked for, a batch each. */
    questions,
    get,
    stop: () => backend.stop(),
    /** Reads what has changed. */
    async index(signal: AbortSignal = new AbortController().signal) {
      await tasks.get('refresh-runbooks')?.fn(signal);
    },
    async list(query: object = {}, user?: string): Promise<RunbookList> {
      const { status, body } = await get('runbooks', query, user);
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
      return runbookListSchema.parse(body);
    },
  };
}
