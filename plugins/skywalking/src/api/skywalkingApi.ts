import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  SkywalkingClient,
  type SkywalkingApi,
} from '@pilothouse/plugin-skywalking-common';

/** Reads health and traces of an entity's service. Replace it to show those of another system. */
export const skywalkingApiRef = createApiRef<SkywalkingApi>().with({
  id: 'plugin.skywalking.service',
  pluginId: 'skywalking',
});

/** The client of the skywalking backend. */
export const skywalkingApi = ApiBlueprint.make({
  params: define =>
    define({
      api: skywalkingApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new SkywalkingClient(deps),
    }),
});
