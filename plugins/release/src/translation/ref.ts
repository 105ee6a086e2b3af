import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { messages } from './messages';

/** The words of the release plugin: what runs where, how it is and why. */
export const releaseTranslationRef = createTranslationRef({
  id: 'release',
  messages,
  translations: { zh: () => import('./zh') },
});
