import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { createLandscapeAuthenticator } from './authenticator';
import { readLandscapeConfig } from './config';

const PROVIDER_ID = 'landscape';

/**
 * The auth provider `landscape`: whoever asks is the person whose entity reference they send. Does nothing without
 * `auth.providers.landscape`, and stops the backend's start outside development.
 */
export const authModuleLandscapeProvider = createBackendModule({
  pluginId: 'auth',
  moduleId: 'landscape-provider',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        const options = readLandscapeConfig(config, process.env.NODE_ENV);
        if (!options) return;
        providers.registerProvider({
          providerId: PROVIDER_ID,
          factory: createProxyAuthProviderFactory({
            authenticator: createLandscapeAuthenticator(options),
            signInResolver: ({ result: { user } }, context) =>
              context.signInWithCatalogUser({ entityRef: user }),
          }),
        });
      },
    });
  },
});
