import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  ReleaseClient,
  type ReleaseApi,
} from '@pilothouse/plugin-release-common';

/** What is needed to read logs from the clusters themselves. */
export type PodLogsApi = Pick<
  ReleaseApi,
  'listWorkloads' | 'listPods' | 'readLogs'
>;

/** Reads the logs of pods where no store keeps them. */
export const podLogsApiRef = createApiRef<PodLogsApi>().with({
  id: 'plugin.logs.pods',
  pluginId: 'logs',
});

/** The release backend reads clusters, and nobody else. */
export const podLogsApi = ApiBlueprint.make({
  name: 'pods',
  params: define =>
    define({
      api: podLogsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new ReleaseClient(deps),
    }),
});
