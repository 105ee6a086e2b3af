/**
 * The release plugin in a process of its own, so that tests can kill or freeze it as a machine would. Everything around
 * it is a stand-in, but the clusters and the database. Its configuration comes as JSON in PORTAL_TEST.
 */
import { createBackend } from '@backstage/backend-defaults';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { clustersServiceRef } from '@pilothouse/plugin-clusters-node';
import {
  createClusters,
  type TestCluster,
} from '@pilothouse/plugin-clusters-node/testUtils';
import type { JsonObject } from '@backstage/types';
import releasePlugin from '../../index';

/** What a portal process is started with. */
export interface PortalSettings {
  clusters: TestCluster[];
  entities: Entity[];
  config: JsonObject;
}

const settings: PortalSettings = JSON.parse(process.env.PORTAL_TEST ?? '{}');
const clusters = createClusters(settings.clusters);
const catalog = catalogServiceMock({ entities: settings.entities });

const backend = createBackend();
backend.add(mockServices.rootConfig.factory({ data: settings.config }));
backend.add(mockServices.auth.factory());
backend.add(mockServices.httpAuth.factory());
backend.add(mockServices.permissions.factory());
backend.add(mockServices.userInfo.factory());
backend.add(
  createServiceFactory({
    service: clustersServiceRef,
    deps: {},
    factory: () => clusters,
  }),
);
backend.add(
  createServiceFactory({
    service: catalogServiceRef,
    deps: {},
    factory: () => catalog,
  }),
);
backend.add(
  createServiceFactory({
    service: signalsServiceRef,
    deps: {},
    factory: () => ({ publish: async () => {} }),
  }),
);
backend.add(releasePlugin);
backend.start();
