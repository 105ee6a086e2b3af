import { fleetPage } from './extension';

/** The extensions of the fleet page. */
export const fleetExtensions = [fleetPage];

export { FleetPanel } from './FleetPanel';
export type { FleetPanelProps } from './FleetPanel';
export { NO_FILTER } from './model/filter';
export type { FleetFilter, StateFilter } from './model/filter';
export type { FleetView } from './model/FleetView';
export { columnsOf } from './model/columns';
export { fleetLetters } from './model/letters';
export { signOf, isTrouble, sortByTrouble } from './model/trouble';
export { fleetRouteRef } from './routes';
export { fleetTranslationRef } from './translation/ref';
export { useDeployPath } from './deployPath';
export { useFleet } from './useFleet';
