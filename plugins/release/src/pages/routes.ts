import { createSubRouteRef } from '@backstage/frontend-plugin-api';
import { fleetRouteRef } from '../fleet/routes';

/** All rollouts that the reader may see. */
export const rolloutsRouteRef = createSubRouteRef({
  parent: fleetRouteRef,
  path: '/rollouts',
});

/** The ledger. */
export const changesRouteRef = createSubRouteRef({
  parent: fleetRouteRef,
  path: '/changes',
});

/** The calendar of freezes. */
export const freezesRouteRef = createSubRouteRef({
  parent: fleetRouteRef,
  path: '/freezes',
});
