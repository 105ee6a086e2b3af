import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { queryWrapper } from '@pilothouse/pilothouse-react';
import { RiShip2Line } from '@remixicon/react';
import { releaseApi, rolloutApi } from './api';
import { cardExtensions } from './card';
import { deployTab } from './deploy';
import { fleetRouteRef } from './fleet';
import {
  changesRouteRef,
  deployPage,
  freezesRouteRef,
  rolloutsRouteRef,
} from './pages';
import { deployTabRouteRef } from './routes';

/** What runs where, on every cluster: the Deploy tab, its card and the fleet page. */
export default createFrontendPlugin({
  pluginId: 'release',
  title: 'Deploy',
  icon: <RiShip2Line />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    deployTab: deployTabRouteRef,
    fleet: fleetRouteRef,
    rollouts: rolloutsRouteRef,
    changes: changesRouteRef,
    freezes: freezesRouteRef,
  },
  extensions: [
    releaseApi,
    rolloutApi,
    queryWrapper,
    deployTab,
    ...cardExtensions,
    deployPage,
  ],
});
