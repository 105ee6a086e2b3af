import { PageBlueprint } from '@backstage/frontend-plugin-api';
import { RiShip2Line } from '@remixicon/react';
import { fleetRouteRef } from '../fleet/routes';

/** `/deploy`: all services on all environments, rollouts, changes and freezes. */
export const deployPage = PageBlueprint.make({
  params: {
    path: '/deploy',
    title: 'Deploy',
    icon: <RiShip2Line />,
    routeRef: fleetRouteRef,
    // The title of the app's own header cannot be translated.
    noHeader: true,
    loader: async () => {
      const { DeployPages } = await import('./DeployPages');
      return <DeployPages />;
    },
  },
});
