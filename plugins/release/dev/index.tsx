import '@backstage/cli/asset-types';
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend -- this page is an app of its own
import '@backstage/ui/css/styles.css';
import type { Entity } from '@backstage/catalog-model';
import { renderTestApp } from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import plugin, { releaseApiRef, rolloutApiRef } from '../src';
import { FakeReleaseApi } from './FakeReleaseApi';
import { FakeRolloutApi } from './FakeRolloutApi';
import { orderApiWorld } from './fixtures/orderApi';
import { changes, weekend } from './fixtures/ledger';
import { rolloutWorld } from './fixtures/rolloutWorlds';
import { applyTrouble } from './trouble';

/*
 * The tab of a believable service, without a backend: `yarn workspace @pilothouse/plugin-release start`. The address
 * chooses what is wrong: ?world=silent, ?world=unread, ?world=empty, ?world=failing. It also
 * chooses the rollout: ?rollout=gate, ?rollout=drift, and so on as rolloutWorlds.ts names them, or ?rollout=none.
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

const rollouts = new FakeRolloutApi(
  rolloutWorld(new URLSearchParams(window.location.search).get('rollout')),
);
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
rollouts.world.changes = changes(ago);
rollouts.world.freezes = [weekend(ago)];
rollouts.world.stages.stages.at(-1)?.freezes.push(weekend(ago));

let requests = 0;
setInterval(() => {
  requests += 1;
  api.log('order-api-7d9f8b6c5-t5r9v', {
    at: new Date().toISOString(),
    text: `\u001b[32mINFO\u001b[0m GET /api/orders/${requests} 200`,
  });
}, 700);

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
    [releaseApiRef, api],
    [rolloutApiRef, rollouts],
    [catalogApiRef, catalogApiMock({ entities: [entity] })],
  ],
  initialRouteEntries: ['/catalog/default/component/order-api/deploy'],
});
