export { FreezeBanner } from './FreezeBanner';
export { freezeTranslationRef } from './translation/ref';
