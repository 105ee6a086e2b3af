import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  RunbooksClient,
  type RunbooksApi,
} from '@pilothouse/plugin-runbooks-common';

/** Reads the index of runbooks. Replace it to show runbooks from elsewhere. */
export const runbooksApiRef = createApiRef<RunbooksApi>().with({
  id: 'plugin.runbooks.service',
  pluginId: 'runbooks',
});

/** The client of the runbooks backend. */
export const runbooksApi = ApiBlueprint.make({
  params: define =>
    define({
      api: runbooksApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new RunbooksClient(deps),
    }),
});
