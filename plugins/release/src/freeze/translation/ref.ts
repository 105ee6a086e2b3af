import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { messages } from './messages';

/** The words of freezes: what they cover, when, and why. */
export const freezeTranslationRef = createTranslationRef({
  id: 'release.freezes',
  messages,
  translations: { zh: () => import('./zh') },
});
