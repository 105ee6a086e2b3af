/**
 * What runs where, on every cluster: the Deploy tab, its card and the fleet page.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export { releaseApiRef } from './api';
export { cardTranslationRef } from './card';
export {
  columnsOf,
  fleetLetters,
  fleetRouteRef,
  fleetTranslationRef,
  FleetPanel,
  NO_FILTER,
  signOf,
  sortByTrouble,
  useDeployPath,
  useFleet,
  useServerAge,
} from './fleet';
export type { FleetFilter, FleetPanelProps, FleetView } from './fleet';
export { troubleSince } from './deploy/silence';
export { deployTabRouteRef } from './routes';
export { releaseTranslationRef } from './translation/ref';
export { useWords } from './words';
