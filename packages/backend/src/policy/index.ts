import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { PilothousePolicy } from './PilothousePolicy';

/** Installs the permission policy of this portal. */
export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'pilothouse-policy',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        policy: policyExtensionPoint,
      },
      async init({ config, policy }) {
        policy.setPolicy(
          new PilothousePolicy({
            restrictedSystems:
              config.getOptionalStringArray('pilothouse.restrictedSystems') ??
              [],
            restrictedOwners:
              config.getOptionalStringArray('pilothouse.restrictedOwners') ??
              [],
          }),
        );
      },
    });
  },
});
