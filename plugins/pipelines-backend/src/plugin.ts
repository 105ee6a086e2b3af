import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { createPipelinesAction } from './createPipelinesAction';
import { createRouter } from './createRouter';
import { EntityOverviews } from './EntityOverviews';
import { OverviewService } from './OverviewService';

/** What the project of an entity is doing on GitLab: the backend of the Pipeline card. */
export const pipelinesPlugin = createBackendPlugin({
  pluginId: 'pipelines',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
      },
      async init({ actionsRegistry, catalog, config, httpAuth, httpRouter }) {
        const integrations = ScmIntegrations.fromConfig(config);
        const overviews = new EntityOverviews({
          catalog,
          integrations,
          overviews: new OverviewService({ integrations }),
        });
        httpRouter.use(createRouter({ httpAuth, overviews }));
        createPipelinesAction({ actionsRegistry, overviews });
      },
    });
  },
});
