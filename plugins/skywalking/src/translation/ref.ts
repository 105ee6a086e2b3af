import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { messages } from './messages';

/** The words of the Health card and the Traces tab. */
export const skywalkingTranslationRef = createTranslationRef({
  id: 'skywalking',
  messages,
  translations: { zh: () => import('./zh') },
});
