import { renderTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { inLanguage } from '../../__testUtils__/inLanguage';
import { FakeRolloutApi } from '../../../dev/FakeRolloutApi';
import { rolloutWorld } from '../../../dev/fixtures/rolloutWorlds';
import releasePlugin, { rolloutApiRef } from '../..';
import { fakeFleetApi } from '../../fleet/__testUtils__/fakeFleetApi';
import { generateFleet } from '../../fleet/__testUtils__/generateFleet';

export interface RenderOptions {
  /** Below `/deploy`. */
  path: string;
  language?: 'en' | 'zh';
  /** May make and end freezes. */
  mayManage?: boolean;
  /** Changes what the backend answers, before the page is shown. */
  prepare?: (api: FakeRolloutApi) => void;
}

/** Renders one of the pages of Deploy. */
export function renderDeployPage(options: RenderOptions): FakeRolloutApi {
  const { path, language = 'en', mayManage = true, prepare } = options;
  const api = new FakeRolloutApi(rolloutWorld('none'));
  prepare?.(api);
  const fleet = generateFleet({ services: 3, columns: 5, now: new Date() });
  renderTestApp({
    features: [releasePlugin],
    apis: [
      fakeFleetApi(() => ({
        ...fleet,
        services: fleet.services.map(service => ({
          ...service,
          system: 'system:default/order',
        })),
      })),
      [rolloutApiRef, api],
      [
        permissionApiRef,
        {
          authorize: jest
            .fn()
            .mockResolvedValue({ result: mayManage ? 'ALLOW' : 'DENY' }),
        },
      ],
    ],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    initialRouteEntries: [`/deploy/${path}`],
    config: inLanguage(language),
  });
  return api;
}
