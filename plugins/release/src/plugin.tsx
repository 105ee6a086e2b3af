import {
  createFrontendPlugin,
  PluginWrapperBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiShip2Line } from '@remixicon/react';
import { releaseApi } from './api';
import { cardExtensions } from './card';
import { deployTab } from './deploy';
import { fleetExtensions, fleetRouteRef } from './fleet';
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
  routes: { deployTab: deployTabRouteRef, fleet: fleetRouteRef },
  extensions: [
    releaseApi,
    queryWrapper,
    deployTab,
    ...cardExtensions,
    ...fleetExtensions,
  ],
});
