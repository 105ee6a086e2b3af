import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of the frame around every page. */
export const layoutTranslationRef = createTranslationRef({
  id: 'app.layout',
  messages: {
    nav: {
      label: 'Main',
      home: 'Home',
      catalog: 'Catalog',
      create: 'Create',
      deploy: 'Deploy',
      runbooks: 'Runbooks',
      docs: 'Docs',
      search: 'Search',
      graph: 'Graph',
      notifications: 'Notifications',
      settings: 'Settings',
      language: 'Language',
      waiting: '{{number}} wait for you',
    },
    skip: 'Skip to content',
  },
  translations: { zh: () => import('./zh') },
});
