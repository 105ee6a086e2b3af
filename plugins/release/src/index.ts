/**
 * What runs where, on every cluster: the Deploy tab, its card and the fleet page.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export { releaseApiRef, rolloutApiRef } from './api';
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
} from './fleet';
export type { FleetFilter, FleetPanelProps, FleetView } from './fleet';
export { troubleSince } from './deploy/silence';
export {
  personName,
  rolloutTranslationRef,
  RolloutStateSign,
  StepRail,
  useRolloutWords,
} from './rollout';
export type { RolloutWords, SignView, StepRailProps } from './rollout';
export { ServerClock, ServerSkew, useServerAge } from './time';
export { unreadClusters } from './unread';
export type { UnreadCluster } from './unread';
export { changesTranslationRef } from './changes';
export { freezeTranslationRef } from './freeze';
export { operationsTranslationRef } from './operations';
export {
  changesRouteRef,
  deployPagesTranslationRef,
  freezesRouteRef,
  rolloutsRouteRef,
} from './pages';
export {
  rolloutsTranslationRef,
  shownWorkload,
  useRolloutList,
  useWaitingRollouts,
} from './rollouts';
export { deployTabRouteRef } from './routes';
export { releaseTranslationRef } from './translation/ref';
export { useWords } from './words';
