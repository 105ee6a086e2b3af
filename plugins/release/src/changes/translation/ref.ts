import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { messages } from './messages';

/** The words of the ledger: who did what, where, why, and what came of it. */
export const changesTranslationRef = createTranslationRef({
  id: 'release.changes',
  messages,
  translations: { zh: () => import('./zh') },
});
