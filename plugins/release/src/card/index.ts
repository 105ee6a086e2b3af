import { deployCard } from './extension';

/** The extensions of the Overview tab. */
export const cardExtensions = [deployCard];

export { cardTranslationRef } from './translation/ref';
