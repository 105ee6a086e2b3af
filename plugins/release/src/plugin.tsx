import {
  createFrontendPlugin,
  PluginWrapperBlueprint,
} from '@backstage/frontend-plugin-api';
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

/** Gives every screen of the plugin the query client that all screens of Pilothouse share. */
const queryWrapper = PluginWrapperBlueprint.make({
  name: 'query',
  params: define =>
    define({
      loader: async () => {
        const { PilothouseQueryProvider } = await import(
          '@pilothouse/pilothouse-react'
        );
        return { component: PilothouseQueryProvider };
      },
    }),
});

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
