import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { messages } from './messages';

/** The words of what is done with a workload outside of rollouts. */
export const operationsTranslationRef = createTranslationRef({
  id: 'release.operations',
  messages,
  translations: { zh: () => import('./zh') },
});
