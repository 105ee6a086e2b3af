import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { messages } from './messages';

/** The words of the Logs tab and its card. */
export const logsTranslationRef = createTranslationRef({
  id: 'logs',
  messages,
  translations: { zh: () => import('./zh') },
});
