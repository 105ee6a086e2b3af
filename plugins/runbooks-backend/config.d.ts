import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  runbooks?: {
    /**
     * How often the documentation of all entities is looked at; what has not changed since is not read again. Every five
     * minutes when missing.
     */
    schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
  };
  search?: {
    collators?: {
      runbooks?: {
        /** How often runbooks are brought into the search of the portal. Every ten minutes when missing. */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
    };
  };
}
