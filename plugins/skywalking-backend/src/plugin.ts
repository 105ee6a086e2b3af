import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { skywalkingPermissions } from '@pilothouse/plugin-skywalking-common';
import { registerActions } from './actions/registerActions';
import { createDesk } from './createDesk';
import { createRouter } from './http/createRouter';

/** Health, instances, endpoints and traces of the services of entities. */
export const skywalkingPlugin = createBackendPlugin({
  pluginId: 'skywalking',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
      },
      async init(deps) {
        const { desk, skywalkings } = createDesk(deps);
        if (skywalkings.list.length === 0) {
          deps.logger.warn(
            'Nothing is shown of any SkyWalking: skywalking.instances is empty',
          );
        }
        deps.permissionsRegistry.addPermissions(skywalkingPermissions);
        deps.httpRouter.use(createRouter({ ...deps, desk }));
        registerActions({ ...deps, desk });
        deps.lifecycle.addShutdownHook(() => skywalkings.close());
      },
    });
  },
});
