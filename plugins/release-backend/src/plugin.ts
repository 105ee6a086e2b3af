import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { clustersServiceRef } from '@pilothouse/plugin-clusters-node';
import { releasePermissions } from '@pilothouse/plugin-release-common';
import { createGetWorkloadAction } from './actions/createGetWorkloadAction';
import { createListWorkloadsAction } from './actions/createListWorkloadsAction';
import { readReleaseConfig } from './config/readReleaseConfig';
import { createRouter } from './http/createRouter';
import { createServices } from './services/createServices';

/** The backend of the Deploy tab: what runs where, of the entities of the catalog. */
export const releasePlugin = createBackendPlugin({
  pluginId: 'release',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        clusters: clustersServiceRef,
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { actionsRegistry, auditor, auth, httpAuth } = deps;
        const config = readReleaseConfig(deps.config);
        if (config.environments.length === 0) {
          deps.logger.warn(
            'Nothing is shown of any cluster: pilothouse.environments is empty',
          );
        }
        const services = createServices({ ...deps, config });
        deps.lifecycle.addShutdownHook(() => services.stop());
        deps.permissionsRegistry.addPermissions(releasePermissions);
        deps.httpRouter.use(
          createRouter({ auditor, auth, httpAuth, ...services }),
        );
        createListWorkloadsAction({ actionsRegistry, ...services });
        createGetWorkloadAction({ actionsRegistry, ...services });
      },
    });
  },
});
