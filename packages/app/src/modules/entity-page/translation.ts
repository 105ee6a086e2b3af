import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of the entity page's head. Tabs are named by the path that their plugin gives them. */
export const entityPageTranslationRef = createTranslationRef({
  id: 'pilothouse.entity-page',
  messages: {
    breadcrumbs: 'Where this is',
    catalog: 'Catalog',
    system: 'system',
    owner: 'owner',
    lifecycle: 'lifecycle',
    actions: 'More actions',
    inspect: 'Inspect entity',
    unregister: 'Unregister entity',
    star: 'Add to favourites',
    unstar: 'Remove from favourites',
    tabs: {
      overview: 'Overview',
      deploy: 'Deploy',
      kubernetes: 'Kubernetes',
      docs: 'Docs',
      graph: 'Relations',
      api: 'API',
      definition: 'Definition',
    },
  },
  translations: { zh: () => import('./zh') },
});
