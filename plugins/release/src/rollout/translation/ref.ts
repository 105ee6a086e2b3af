import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { messages } from './messages';

/** The words of rollouts: their panel, their dialogs, and every code that the backend sends about them. */
export const rolloutTranslationRef = createTranslationRef({
  id: 'release.rollout',
  messages,
  translations: { zh: () => import('./zh') },
});
