import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { EntityAccess } from '@pilothouse/pilothouse-node';
import { logsPermissions } from '@pilothouse/plugin-logs-common';
import { createSearchAction } from './actions/createSearchAction';
import { readLogsConfig } from './config/readLogsConfig';
import { createLogs } from './createLogs';
import { createRouter } from './http/createRouter';

/** The backend of the Logs tab: an entity's lines in the log stores of the company. */
export const logsPlugin = createBackendPlugin({
  pluginId: 'logs',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
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
        const { auth, catalog, permissions, lifecycle } = deps;
        const config = readLogsConfig(deps.config);
        const logs = createLogs({ ...deps, config });
        const access = new EntityAccess<void>({
          auth,
          catalog,
          permissions,
          clock: Date.now,
          read: () => {},
        });
        deps.permissionsRegistry.addPermissions(logsPermissions);
        deps.httpRouter.use(createRouter({ ...deps, ...logs, access }));
        createSearchAction({ ...deps, ...logs, access });
        lifecycle.addShutdownHook(() => logs.close());
      },
    });
  },
});
