import '@backstage/cli/asset-types';
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend -- this page is an app of its own
import '@backstage/ui/css/styles.css';
import type { Entity } from '@backstage/catalog-model';
import { renderTestApp } from '@backstage/frontend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import plugin, { logsApiRef, podLogsApiRef } from '../src';
import { FakeLogsApi } from './FakeLogsApi';
import { FakePodLogsApi } from './FakePodLogsApi';
import { orderApiLines, orderApiSources } from './fixtures/orderApiLogs';

/*
 * The tab of a believable service, without a backend: `yarn workspace @pilothouse/plugin-logs start`. The address chooses
 * what is wrong: ?world=away, ?world=empty.
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
};

const now = Date.now();
const world = new URLSearchParams(window.location.search).get('world');
const api = new FakeLogsApi({
  sources: orderApiSources(new Date(now).toISOString()),
  lines: world ? [] : orderApiLines(now, 2_000),
  now,
});
if (world === 'away') {
  api.problems = [{ code: 'away', params: { source: 'elasticsearch' } }];
}

renderTestApp({
  config: {
    backend: { baseUrl: window.location.origin },
    app: {
      extensions: [
        {
          'api:app/app-language': {
            config: { availableLanguages: ['en', 'zh'] },
          },
        },
      ],
    },
  },
  initialRouteEntries: ['/catalog/default/component/order-api/logs'],
  features: [catalogPlugin, plugin],
  apis: [
    [catalogApiRef, catalogApiMock({ entities: [entity] })],
    [logsApiRef, api],
    [
      podLogsApiRef,
      new FakePodLogsApi({
        target: { environment: 'dev', cluster: 'dev', namespace: 'order' },
        logs: {
          'order-api-7d9f8b6c5-t5r9v': [
            { at: new Date(now).toISOString(), text: 'INFO started in 4.2 s' },
          ],
        },
      }),
    ],
  ],
});
