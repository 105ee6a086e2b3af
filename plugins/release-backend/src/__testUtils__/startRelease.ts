import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import type { Entity } from '@backstage/catalog-model';
import {
  catalogServiceMock,
  type CatalogServiceMock,
} from '@backstage/plugin-catalog-node/testUtils';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  signalsServiceRef,
  type SignalPayload,
} from '@backstage/plugin-signals-node';
import { clustersServiceRef } from '@pilothouse/plugin-clusters-node';
import type { ClustersService } from '@pilothouse/plugin-clusters-node';
import { BEAT_CHANNEL } from '@pilothouse/plugin-release-common';
import type { Knex } from 'knex';
import request from 'supertest';
import * as z from 'zod';
import releasePlugin from '../index';

export const ORDER = 'component:default/order-api';

/** An entity that names its Kubernetes objects by its own name. */
export function component(
  name: string,
  options: {
    owner?: string;
    annotations?: Record<string, string>;
    title?: string;
  } = {},
): Entity {
  const { owner = 'team-order', title } = options;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      title,
      annotations: options.annotations ?? {
        'backstage.io/kubernetes-id': name,
      },
    },
    spec: { type: 'service' },
    relations: [
      { type: 'ownedBy', targetRef: `group:default/${owner}` },
      { type: 'partOf', targetRef: 'system:default/order' },
    ],
  };
}

export const PILOTHOUSE = {
  environments: [
    { name: 'dev', clusters: ['dev'] },
    {
      name: 'prod',
      protected: true,
      clusters: ['prod-beijing', 'prod-shanghai'],
    },
  ],
};

interface Options {
  clusters: ClustersService;
  entities: Entity[];
  pilothouse?: object;
  /** The section `release` of the configuration. */
  release?: object;
  /** The section `integrations`. */
  integrations?: object;
  /** The section `backend`; with it, Backstage's own authentication holds. */
  backend?: object;
  /** A database that the test ends itself: Backstage leaves the one that it makes open, which keeps plain jest alive. */
  knex?: Knex;
  /** Whom the policy refuses what: `user permission entityRef`; a test may change it at any time. */
  denied?: Set<string>;
  /** Which entities the catalog keeps from whom: `user entityRef`. */
  hidden?: Set<string>;
}

/** The plugin with everything around it replaced by what is easy to look into. */
export async function startRelease(options: Options) {
  const { denied = new Set(), hidden = new Set() } = options;
  const published: (SignalPayload & { publishedAt: number })[] = [];
  const actions = actionsRegistryServiceMock();
  const auditSuccess = jest.fn(async () => {});
  const auditFail = jest.fn(async () => {});
  const auditor = mockServices.auditor.mock({
    createEvent: jest.fn(async () => ({
      success: auditSuccess,
      fail: auditFail,
    })),
  });

  const person = (credentials?: unknown) => {
    const { data } = z
      .object({ principal: z.object({ userEntityRef: z.string() }) })
      .safeParse(credentials);
    return data?.principal.userEntityRef ?? 'service';
  };
  const permissions = mockServices.permissions.mock({
    authorize: async (requests, { credentials }) =>
      requests.map(({ permission, resourceRef }) => ({
        result: denied.has(
          `${person(credentials)} ${permission.name} ${resourceRef}`,
        )
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
      })),
    authorizeConditional: async requests =>
      requests.map(
        (): PolicyDecision => ({
          result: AuthorizeResult.CONDITIONAL,
          pluginId: 'catalog',
          resourceType: 'catalog-entity',
          conditions: {
            rule: 'IS_ENTITY_OWNER',
            resourceType: 'catalog-entity',
          },
        }),
      ),
  });
  const all = catalogServiceMock({ entities: options.entities });
  const isHidden = (ref: string, asked?: object) =>
    asked &&
    'credentials' in asked &&
    hidden.has(`${person(asked.credentials)} ${ref}`);
  const catalog = Object.assign(
    catalogServiceMock({ entities: options.entities }),
    {
      getEntityByRef: async (
        ...[ref, asked]: Parameters<CatalogServiceMock['getEntityByRef']>
      ) =>
        isHidden(String(ref), asked)
          ? undefined
          : all.getEntityByRef(ref, asked),
      getEntitiesByRefs: async (
        ...[query, asked]: Parameters<CatalogServiceMock['getEntitiesByRefs']>
      ) => {
        const { items } = await all.getEntitiesByRefs(query, asked);
        return {
          items: items.map((entity, at) =>
            isHidden(query.entityRefs[at], asked) ? undefined : entity,
          ),
        };
      },
      queryEntities: jest.fn(
        (...[query, asked]: Parameters<CatalogServiceMock['queryEntities']>) =>
          all.queryEntities(query, asked),
      ),
    },
  );

  const backend = await startTestBackend({
    features: [
      releasePlugin,
      mockServices.rootConfig.factory({
        data: JSON.parse(
          JSON.stringify({
            pilothouse: options.pilothouse ?? PILOTHOUSE,
            release: options.release,
            integrations: options.integrations,
            backend: options.backend,
          }),
        ),
      }),
      createServiceFactory({
        service: clustersServiceRef,
        deps: {},
        factory: () => options.clusters,
      }),
      createServiceFactory({
        service: catalogServiceRef,
        deps: {},
        factory: () => catalog,
      }),
      createServiceFactory({
        service: signalsServiceRef,
        deps: {},
        factory: () => ({
          publish: async signal => {
            // Beats go on all the time, and tell of no change.
            if (signal.channel === BEAT_CHANNEL) return;
            published.push({ ...signal, publishedAt: performance.now() });
          },
        }),
      }),
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: {},
        factory: () => actions,
      }),
      mockServices.userInfo.mock({
        getUserInfo: async credentials => ({
          userEntityRef: person(credentials),
          ownershipEntityRefs: [
            person(credentials),
            'group:default/team-order',
          ],
        }),
      }).factory,
      auditor.factory,
      permissions.factory,
      ...(options.knex
        ? [mockServices.database.factory({ knex: options.knex })]
        : []),
      ...(options.backend ? [authServiceFactory, httpAuthServiceFactory] : []),
    ],
  });

  return {
    server: backend.server,
    stop: () => backend.stop(),
    published,
    actions,
    catalog,
    audit: {
      createEvent: auditor.createEvent,
      success: auditSuccess,
      fail: auditFail,
    },
    /** Asks as a person: `user:default/mock` unless told otherwise. */
    get(path: string, user?: string) {
      return request(backend.server)
        .get(`/api/release/v1/${path}`)
        .set('Authorization', mockCredentials.user.header(user));
    },
    /** Does something as a person. */
    post(path: string, body: object, user?: string) {
      return request(backend.server)
        .post(`/api/release/v1/${path}`)
        .set('Authorization', mockCredentials.user.header(user))
        .send(body);
    },
    /** Asks, or does something, with the token of a service. */
    asService(subject: string) {
      const token = mockCredentials.service.header({
        onBehalfOf: mockCredentials.service(subject),
        targetPluginId: 'release',
      });
      const agent = request.agent(backend.server).set('Authorization', token);
      return {
        get: (path: string) => agent.get(`/api/release/v1/${path}`),
        post: (path: string, body: object) =>
          agent.post(`/api/release/v1/${path}`).send(body),
      };
    },
  };
}
