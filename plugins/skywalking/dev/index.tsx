import '@backstage/cli/asset-types';
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend -- this page is an app of its own
import '@backstage/ui/css/styles.css';
import type { Entity } from '@backstage/catalog-model';
import { renderTestApp } from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import plugin, { skywalkingApiRef, versionsApiRef } from '../src';
import { FakeSkywalkingApi } from './FakeSkywalkingApi';

/*
 * The tab of a believable service, without a backend: `yarn workspace @pilothouse/plugin-skywalking start`. The address
 * chooses what is wrong in production: ?world=away, ?world=absent, ?world=refused, ?world=quiet (no canary).
 */
const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'order-api',
    namespace: 'default',
    annotations: { 'backstage.io/kubernetes-id': 'order-api' },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'team-order' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/team-order' }],
};

const world = new URLSearchParams(window.location.search).get('world');
const api = new FakeSkywalkingApi({
  canaryIn: world === 'quiet' ? undefined : 'prod',
});
if (world === 'away' || world === 'absent' || world === 'refused') {
  api.world.services.prod = { status: world };
}

renderTestApp({
  config: {
    backend: { baseUrl: window.location.origin },
    app: {
      extensions: [
        {
          'api:app/app-language': {
            config: { availableLanguages: ['en', 'zh'], defaultLanguage: 'en' },
          },
        },
      ],
    },
  },
  features: [catalogPlugin, plugin],
  apis: [
    [skywalkingApiRef, api],
    [
      versionsApiRef,
      {
        listWorkloads: async ({ entityRef }) => ({
          entityRef,
          workloads: [],
          environments: [],
          clusters: [],
          problems: [],
          now: new Date().toISOString(),
        }),
      },
    ],
    [catalogApiRef, catalogApiMock({ entities: [entity] })],
  ],
  initialRouteEntries: ['/catalog/default/component/order-api/traces'],
});
