import type { Entity } from '@backstage/catalog-model';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { storageApiRef } from '@backstage/frontend-plugin-api';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { PilothouseQueryProvider } from '@pilothouse/pilothouse-react';
import { inLanguage } from '@pilothouse/pilothouse-react/testUtils';
import type { ReactElement } from 'react';
import { useLocation } from 'react-router-dom';
import { FakeLogsApi } from '../../dev/FakeLogsApi';
import { FakePodLogsApi } from '../../dev/FakePodLogsApi';
import {
  orderApiLines,
  orderApiSources,
} from '../../dev/fixtures/orderApiLogs';
import { logsApiRef } from '../api/logsApi';
import { podLogsApiRef } from '../api/podLogsApi';

export const NOW = Date.parse('2026-11-21T12:00:00.000Z');

const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'order-api',
    annotations: { 'backstage.io/kubernetes-id': 'order-api' },
  },
};

export interface RenderOptions {
  language?: 'en' | 'zh';
  /** What stands behind the address. */
  search?: string;
  /** Changes the world before it is shown. */
  prepare?: (api: FakeLogsApi) => void;
  pods?: FakePodLogsApi;
}

/** What stands in the address bar behind the path. */
function Address() {
  const { search } = useLocation();
  return <output aria-label="address">{decodeURIComponent(search)}</output>;
}

/** jsdom lays nothing out; a virtual list draws what fits into this. */
function giveElementsASize() {
  for (const property of ['offsetHeight', 'offsetWidth'] as const) {
    jest.spyOn(HTMLElement.prototype, property, 'get').mockReturnValue(600);
  }
}

/** Renders a part of order-api's page in a world of its own. */
export function renderLogs(element: ReactElement, options: RenderOptions = {}) {
  giveElementsASize();
  const api = new FakeLogsApi({
    sources: orderApiSources(new Date(NOW).toISOString()),
    lines: orderApiLines(NOW - 500, 24),
    now: NOW,
  });
  options.prepare?.(api);
  const pods =
    options.pods ??
    new FakePodLogsApi({
      target: { environment: 'dev', cluster: 'dev', namespace: 'order' },
      logs: {},
    });
  renderInTestApp(
    <PilothouseQueryProvider>
      <EntityProvider entity={ENTITY}>
        {element}
        <Address />
      </EntityProvider>
    </PilothouseQueryProvider>,
    {
      initialRouteEntries: [`/${options.search ?? ''}`],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      config: inLanguage(options.language ?? 'en'),
      apis: [
        [logsApiRef, api],
        [podLogsApiRef, pods],
        [storageApiRef, mockApis.storage()],
      ],
    },
  );
  return { api, pods };
}
