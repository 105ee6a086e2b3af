import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { linksExtensionPoint } from '@pilothouse/plugin-links-node';
import { RunbookLinks } from './RunbookLinks';

/** Adds runbooks to the links of entities and alerts. */
export const runbooksLinksModule = createBackendModule({
  pluginId: 'links',
  moduleId: 'runbooks',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        discovery: coreServices.discovery,
        links: linksExtensionPoint,
      },
      async init({ auth, discovery, links }) {
        links.addProvider(new RunbookLinks({ auth, discovery }));
      },
    });
  },
});
