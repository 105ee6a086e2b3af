import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { clustersServiceRef } from '@pilothouse/plugin-clusters-node';
import {
  releaseFreezeManagePermission,
  releaseWorkloadLogsPermission,
  releaseWorkloadReadPermission,
} from '@pilothouse/plugin-release-common';
import { releaseEvidenceExtensionPoint } from '@pilothouse/plugin-release-node';
import { registerActions } from './actions/registerActions';
import { readReleaseConfig } from './config/readReleaseConfig';
import { openDatabase } from './database/openDatabase';
import { createChangeRouters } from './http/createChangeRouters';
import { createRouter } from './http/createRouter';
import { EvidenceProviders } from './rollout/EvidenceProviders';
import { createRunnerMetrics } from './rollout/runner/RunnerMetrics';
import { readKeepHistory, schedulePruning } from './rollout/schedulePruning';
import { scheduleTelling } from './rollout/scheduleTelling';
import { createRollouts } from './services/createRollouts';
import { createServices } from './services/createServices';
import { NoticeLinks } from './rollout/runner/NoticeLinks';
import { Projects } from './stage/Projects';
import { readProjects } from './stage/readProjects';
import { registerStages } from './stage/registerStages';

/** The backend of the Deploy tab: what runs where, of the entities of the catalog, and how it gets there. */
export const releasePlugin = createBackendPlugin({
  pluginId: 'release',
  register(env) {
    const providers = new EvidenceProviders();
    env.registerExtensionPoint(releaseEvidenceExtensionPoint, providers);
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        clusters: clustersServiceRef,
        database: coreServices.database,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { lifecycle, logger, rootConfig } = deps;
        const config = readReleaseConfig(rootConfig);
        if (config.environments.length === 0) {
          logger.warn(
            'Nothing is shown of any cluster: pilothouse.environments is empty',
          );
        }
        const integrations = ScmIntegrations.fromConfig(rootConfig);
        const projects = new Projects({
          ...deps,
          integrations,
          projects: readProjects(
            rootConfig,
            config.environments,
            integrations.gitlab.list().map(({ config: { host } }) => host),
          ),
        });
        const services = createServices({ ...deps, config, projects });
        const rollouts = createRollouts({
          ...deps,
          ...services,
          knex: await openDatabase(deps.database),
          metrics: createRunnerMetrics(deps.metrics),
          noticeLinks: NoticeLinks.create({
            ...deps,
            appUrl: rootConfig.getOptionalString('app.baseUrl') ?? '',
          }),
          projects,
          providers: providers.list,
        });
        const all = { ...deps, ...services, ...rollouts, projects };
        deps.permissionsRegistry.addPermissions([
          releaseWorkloadReadPermission,
          releaseWorkloadLogsPermission,
          releaseFreezeManagePermission,
        ]);
        registerStages(all);
        deps.httpRouter.use(
          createRouter({ ...all, changeRouters: createChangeRouters(all) }),
        );
        registerActions(all);
        await schedulePruning({ ...all, keepMs: readKeepHistory(rootConfig) });
        await scheduleTelling(all);
        lifecycle.addStartupHook(() => rollouts.runner.start());
        lifecycle.addShutdownHook(async () => {
          // First what writes: rollouts are handed over while everything still works.
          await rollouts.stop();
          services.stop();
        });
      },
    });
  },
});
