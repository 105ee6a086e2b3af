import { createRouteRef } from '@backstage/frontend-plugin-api';

/** The fleet page: all services on all environments. */
export const fleetRouteRef = createRouteRef();
