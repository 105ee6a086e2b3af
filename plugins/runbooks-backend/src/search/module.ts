import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { RunbookCollatorFactory } from './RunbookCollatorFactory';

const CONFIG = 'search.collators.runbooks.schedule';
/** As often as the stock collators. */
const SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 10 },
  timeout: { minutes: 15 },
  // When the runbooks have been read for the first time.
  initialDelay: { minutes: 1 },
};

/** Makes runbooks found by the search of the portal, also those that nobody has opened. */
export const runbooksSearchModule = createBackendModule({
  pluginId: 'search',
  moduleId: 'runbooks-collator',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        index: searchIndexRegistryExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({ auth, config, discovery, index, scheduler }) {
        const schedule = config.has(CONFIG)
          ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
              config.getConfig(CONFIG),
            )
          : SCHEDULE;
        index.addCollator({
          schedule: scheduler.createScheduledTaskRunner(schedule),
          factory: new RunbookCollatorFactory({ auth, discovery }),
        });
      },
    });
  },
});
