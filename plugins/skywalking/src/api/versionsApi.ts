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

/** What is needed to give versions the letters that they have on the Deploy tab. */
export type VersionsApi = Pick<ReleaseApi, 'listWorkloads'>;

/** Knows which versions of an entity run where. */
export const versionsApiRef = createApiRef<VersionsApi>().with({
  id: 'plugin.skywalking.versions',
  pluginId: 'skywalking',
});

/** The release backend knows. Without it versions have no letters, and nothing else is missing. */
export const versionsApi = ApiBlueprint.make({
  name: 'versions',
  params: define =>
    define({
      api: versionsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new ReleaseClient(deps),
    }),
});
