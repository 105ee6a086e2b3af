export { deployPage } from './extension';
export { changesRouteRef, freezesRouteRef, rolloutsRouteRef } from './routes';
export { deployPagesTranslationRef } from './translation/ref';
