import '@backstage/cli/asset-types';
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend -- this page is an app of its own
import '@backstage/ui/css/styles.css';
import type { Entity } from '@backstage/catalog-model';
import { renderTestApp } from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import plugin, { releaseApiRef } from '../src';
import { FakeReleaseApi } from './FakeReleaseApi';
import { orderApiWorld } from './fixtures/orderApi';
import { applyTrouble } from './trouble';

/*
 * The tab of a believable service, without a backend: `yarn workspace @pilothouse/plugin-release start`. The address
 * chooses what is wrong: ?world=silent, ?world=unread, ?world=empty, ?world=failing.
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

const api = new FakeReleaseApi(orderApiWorld());
applyTrouble(api, new URLSearchParams(window.location.search).get('world'));

let requests = 0;
setInterval(() => {
  requests += 1;
  api.log('order-api-7d9f8b6c5-t5r9v', {
    at: new Date().toISOString(),
    text: `\u001b[32mINFO\u001b[0m GET /api/orders/${requests} 200`,
  });
}, 700);

renderTestApp({
  features: [catalogPlugin, plugin],
  apis: [
    [releaseApiRef, api],
    [catalogApiRef, catalogApiMock({ entities: [entity] })],
  ],
  initialRouteEntries: ['/catalog/default/component/order-api/deploy'],
});
