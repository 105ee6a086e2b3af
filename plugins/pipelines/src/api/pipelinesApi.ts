import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  PipelinesClient,
  type PipelinesApi,
} from '@pilothouse/plugin-pipelines-common';

/** Reads what a project is doing. Replace it to show projects from elsewhere. */
export const pipelinesApiRef = createApiRef<PipelinesApi>().with({
  id: 'plugin.pipelines.service',
  pluginId: 'pipelines',
});

/** The client of the pipelines backend. */
export const pipelinesApi = ApiBlueprint.make({
  params: define =>
    define({
      api: pipelinesApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new PipelinesClient(deps),
    }),
});
