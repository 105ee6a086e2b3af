import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** The page of all runbooks. */
export const runbooksRouteRef = createRouteRef();

/** The way from the name of an alert to its runbook. */
export const forAlertRouteRef = createSubRouteRef({
  parent: runbooksRouteRef,
  path: '/for-alert/:alert',
});
