export { shownWorkload } from './model/shownWorkload';
export { useRolloutList, useWaitingRollouts } from './queries';
export { rolloutsTranslationRef } from './translation/ref';
