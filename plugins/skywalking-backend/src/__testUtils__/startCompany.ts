import { createServiceFactory } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import type { Entity } from '@backstage/catalog-model';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { freePortBase, startLandscape } from '@pilothouse/landscape';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { skywalkingPlugin } from '../plugin';
import { fakeRelease, type ToldPod } from './fakeRelease';

const MINUTE = 60_000;

export const ORDER = 'component:default/order-api';

export function component(
  name: string,
  owner: string,
  annotations: Record<string, string>,
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
    relations: [{ type: 'ownedBy', targetRef: `group:default/${owner}` }],
  };
}

const ID = 'backstage.io/kubernetes-id';
const SERVICE = 'skywalking.apache.org/service';

/** The company's SkyWalking, with a canary of order-api in prod that fails. */
export async function startCompany() {
  const dataDir = await mkdtemp(join(tmpdir(), 'skywalking-'));
  // It lives some time ago until the canary is there; then it is now, and the canary has failed for a while.
  const present = Date.now;
  const clock = jest
    .spyOn(Date, 'now')
    .mockImplementation(() => present() - 40 * MINUTE);
  const landscape = await startLandscape({
    portBase: await freePortBase(),
    dataDir,
  });
  const control = async (path: string, body: object) => {
    const answer = await fetch(`${landscape.consoleUrl}${path}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(await answer.text());
  };
  await control('/api/services/order-api/version', {
    cluster: 'prod-beijing',
    namespace: 'order',
    role: 'canary',
    version: '1.4.2-errors',
  });
  /** Those that are there now, of both clusters: the release backend is asked for one workload here. */
  const pods = (): ToldPod[] =>
    landscape.world.placements
      .filter(({ id }) => /^prod\/[^/]+\/order\/order-api$/.test(id))
      .flatMap(placement => {
        const now = landscape.clock.now();
        return landscape.world.roster.readyDuring(placement, now, now + 1);
      })
      .map(({ name, role, image, ip }) => ({
        name,
        role,
        ip,
        tag: /:([^:@]+)(?:@|$)/.exec(image)?.[1] ?? '',
      }));
  const isThere = () =>
    pods()
      .filter(({ role }) => role === 'canary')
      .every(({ tag }) => tag === '1.4.2-errors');
  while (!isThere()) await new Promise(resolve => setTimeout(resolve, 200));
  clock.mockRestore();
  landscape.clock.advance(0);

  const entities = [
    component('order-api', 'team-order', { [ID]: 'order-api' }),
    component('order-docs', 'team-order', { [SERVICE]: 'order-api' }),
    component('payment-api', 'team-payment', { [ID]: 'payment-api' }),
    component('thief', 'team-thief', { [SERVICE]: 'payment-api' }),
    component('nameless', 'team-order', {}),
    component('unborn', 'team-order', { [ID]: 'unborn' }),
    component('odd', 'team-order', { [SERVICE]: '"){id}\u202e' }),
  ];

  const start = async (
    options: {
      allow?: boolean;
      more?: Entity[];
      pods?: () => readonly ToldPod[];
      /** What its SkyWalkings have beside, by their names; environments that are more than one. */
      instances?: Record<
        string,
        { serviceName?: string; environments?: string[] }
      >;
      /** More than SkyWalking has in life: tests may have to wait for each other. */
      timeout?: number;
    } = {},
  ) => {
    const actions = actionsRegistryServiceMock({
      logger: mockServices.logger.mock(),
    });
    const started = await startTestBackend({
      features: [
        skywalkingPlugin,
        fakeRelease({ granted: ORDER, pods: options.pods ?? pods }),
        createServiceFactory({
          service: actionsRegistryServiceRef,
          deps: {},
          factory: () => actions,
        }),
        catalogServiceMock.factory({
          entities: [...entities, ...(options.more ?? [])],
        }),
        mockServices.permissions.mock({
          authorize: async requests =>
            requests.map(() => ({
              result:
                options.allow === false
                  ? AuthorizeResult.DENY
                  : AuthorizeResult.ALLOW,
            })),
        }).factory,
        mockServices.rootConfig.factory({
          data: {
            skywalking: {
              instances: ['dev', 'prod'].map(name => ({
                name,
                baseUrl: `${landscape.skywalking.url}/${name}`,
                ui: {
                  generation: 'booster',
                  baseUrl: `https://sw.test/${name}`,
                },
                environments: [name],
                timeout: options.timeout ?? 30_000,
                ...options.instances?.[name],
              })),
            },
          },
        }),
      ],
    });
    return {
      actions,
      get: (path: string, query: Record<string, string> = {}) =>
        request(started.server).get(`/api/skywalking/v1/${path}`).query(query),
      stop: () => started.stop(),
    };
  };

  return {
    landscape,
    pods,
    start,
    async stop() {
      await landscape.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
