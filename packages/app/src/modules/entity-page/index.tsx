import { createFrontendModule } from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { EntityHeaderLayoutBlueprint } from '@backstage/plugin-catalog-react/alpha';

/** The head of entity pages in our words and our order; stock titles of tabs cannot be translated. */
export const entityPageModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    catalogPlugin
      .getExtension('page:catalog/entity')
      .override({ params: { noHeader: true } }),
    EntityHeaderLayoutBlueprint.make({
      name: 'pilothouse',
      params: {
        loader: () => import('./EntityHeader').then(m => m.EntityHeader),
      },
    }),
  ],
});
