import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of the Deploy card on the Overview tab. */
export const cardTranslationRef = createTranslationRef({
  id: 'release.card',
  messages: {
    title: 'Deploy',
    all: 'All of it',
    label: 'What runs where',
    environment: 'Environment',
    version: 'Version',
    state: 'State',
    empty: 'Nothing runs yet',
    emptyUnread: 'Nothing found so far',
    emptyHint: 'The Deploy tab says what is looked for.',
    cut: '{{number}} more on the Deploy tab',
  },
  translations: { zh: () => import('./zh') },
});
