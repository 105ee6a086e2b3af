import { createBackendModule } from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { OwnDocsProcessor } from './OwnDocsProcessor';

/** Keeps entities that people register from naming docs that they may not see. */
export const ownDocsModule = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'own-docs',
  register(reg) {
    reg.registerInit({
      deps: { catalog: catalogProcessingExtensionPoint },
      async init({ catalog }) {
        catalog.addProcessor(new OwnDocsProcessor());
      },
    });
  },
});
