import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { PilothouseQueryProvider } from '@pilothouse/pilothouse-react';
import { inLanguage } from '@pilothouse/pilothouse-react/testUtils';
import type { ReactElement } from 'react';
import { useLocation } from 'react-router-dom';
import {
  FakeSkywalkingApi,
  type SkywalkingWorld,
} from '../../dev/FakeSkywalkingApi';
import { skywalkingApiRef } from '../api/skywalkingApi';
import { versionsApiRef } from '../api/versionsApi';

const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'order-api',
    namespace: 'default',
    annotations: { 'backstage.io/kubernetes-id': 'order-api' },
  },
};

/** Renders a screen of order-api, as a company has it; `search` is what its address says. */
export function renderEntity(
  screen: ReactElement,
  options: {
    world?: Partial<SkywalkingWorld>;
    language?: 'en' | 'zh';
    search?: string;
  } = {},
) {
  const { world, language = 'en', search = '' } = options;
  const api = new FakeSkywalkingApi(world);
  renderInTestApp(
    <PilothouseQueryProvider>
      <EntityProvider entity={ENTITY}>
        {screen}
        <Address />
      </EntityProvider>
    </PilothouseQueryProvider>,
    {
      apis: [
        [skywalkingApiRef, api],
        [
          versionsApiRef,
          {
            // Letters are nothing to wait for.
            listWorkloads: () => new Promise<never>(() => {}),
          },
        ],
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: [`/${search}`],
      config: inLanguage(language),
    },
  );
  return api;
}

/** What the address says, for tests to read. */
function Address() {
  return <output aria-label="address">{useLocation().search}</output>;
}
