import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { refuseEncodedSeparators } from './refuseEncodedSeparators';

/** Stands before TechDocs: built pages are given to those who may see their entity, and by no other way. */
export default createBackendModule({
  pluginId: 'techdocs',
  moduleId: 'pilothouse-docs',
  register(reg) {
    reg.registerInit({
      deps: { httpRouter: coreServices.httpRouter },
      async init({ httpRouter }) {
        httpRouter.use(refuseEncodedSeparators);
      },
    });
  },
});
