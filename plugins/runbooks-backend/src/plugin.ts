import {
  coreServices,
  createBackendPlugin,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { stringifyError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { createRunbookActions } from './actions/createRunbookActions';
import { openDatabase } from './database/openDatabase';
import { RunbookStore } from './database/RunbookStore';
import { RunbookDesk } from './desk/RunbookDesk';
import { createRouter } from './http/createRouter';
import { RunbookIndexer } from './indexer/RunbookIndexer';
import { DocsReader } from './sources/DocsReader';

const TASK = 'refresh-runbooks';
const SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 5 },
  timeout: { minutes: 15 },
  // The catalog reads its files first.
  initialDelay: { seconds: 10 },
};

/** The index of all runbooks, read on a schedule by one of the replicas, and answered by each from the database. */
export const runbooksPlugin = createBackendPlugin({
  pluginId: 'runbooks',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        reader: coreServices.urlReader,
        scheduler: coreServices.scheduler,
      },
      async init(deps) {
        const { catalog, config, logger, scheduler } = deps;
        const store = new RunbookStore(await openDatabase(deps.database));
        const clock = () => Date.now();
        const desk = new RunbookDesk({ catalog, store, clock });
        deps.httpRouter.use(createRouter({ httpAuth: deps.httpAuth, desk }));
        createRunbookActions({ actionsRegistry: deps.actionsRegistry, desk });

        const indexer = new RunbookIndexer({
          auth: deps.auth,
          catalog,
          integrations: ScmIntegrations.fromConfig(config),
          logger,
          reader: new DocsReader({ reader: deps.reader }),
          store,
          clock,
        });
        const schedule = config.has('runbooks.schedule')
          ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
              config.getConfig('runbooks.schedule'),
            )
          : SCHEDULE;
        await scheduler.scheduleTask({
          ...schedule,
          id: TASK,
          fn: signal => indexer.run(signal),
        });
        deps.lifecycle.addStartupHook(async () => {
          try {
            // What has changed while no backend ran is not waited for.
            await scheduler.triggerTask(TASK);
          } catch (error) {
            // It runs already, here or on another replica.
            logger.debug(`${TASK} is not started: ${stringifyError(error)}`);
          }
        });
      },
    });
  },
});
