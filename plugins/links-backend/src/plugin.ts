import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  linksExtensionPoint,
  type LinkProvider,
} from '@pilothouse/plugin-links-node';
import { createListLinksAction } from './createListLinksAction';
import { createRouter } from './createRouter';
import { LinkDesk } from './LinkDesk';
import { LinkTemplates } from './LinkTemplates';

/** Which links there are for what: modules and the configuration say, this plugin puts them together. */
export const linksPlugin = createBackendPlugin({
  pluginId: 'links',
  register(env) {
    const providers = new Map<string, LinkProvider>();
    env.registerExtensionPoint(linksExtensionPoint, {
      addProvider(provider) {
        if (providers.has(provider.id) || provider.id === 'config') {
          throw new Error(
            `There is a provider of links ${provider.id} already`,
          );
        }
        providers.set(provider.id, provider);
      },
    });
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
      },
      async init({
        actionsRegistry,
        catalog,
        config,
        httpAuth,
        httpRouter,
        logger,
      }) {
        const desk = new LinkDesk({
          catalog,
          logger,
          providers: [...providers.values(), LinkTemplates.fromConfig(config)],
        });
        httpRouter.use(createRouter({ httpAuth, desk }));
        createListLinksAction({ actionsRegistry, desk });
      },
    });
  },
});
