import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { LogsClient, type LogsApi } from '@pilothouse/plugin-logs-common';

/** Searches an entity's log lines. Replace it to show lines from elsewhere. */
export const logsApiRef = createApiRef<LogsApi>().with({
  id: 'plugin.logs.service',
  pluginId: 'logs',
});

/** The client of the logs backend. */
export const logsApi = ApiBlueprint.make({
  params: define =>
    define({
      api: logsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new LogsClient(deps),
    }),
});
