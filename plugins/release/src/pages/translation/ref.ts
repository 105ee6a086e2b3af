import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words around the pages of Deploy: their head, their tabs, and the way through long lists. */
export const deployPagesTranslationRef = createTranslationRef({
  id: 'release.pages',
  messages: {
    title: 'Deploy',
    tabs: {
      label: 'Deploy',
      fleet: 'Fleet',
      rollouts: 'Rollouts',
      changes: 'Changes',
      freezes: 'Freezes',
    },
    subtitle: {
      fleet: 'What runs where, on every environment',
      rollouts: 'What is on its way, and what waits for somebody',
      changes: 'Who did what, where and why',
      freezes: 'When nothing may be changed, and why',
    },
    paging: {
      label: 'Pages',
      newer: 'Newer',
      older: 'Older',
      number: 'Page {{number}}',
    },
  },
  translations: { zh: () => import('./zh') },
});
