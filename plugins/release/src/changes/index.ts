export { ChangesPanel } from './ChangesPanel';
export { changesTranslationRef } from './translation/ref';
