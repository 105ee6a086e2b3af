import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { RolloutClient } from '@pilothouse/plugin-release-common';
import { rolloutApiRef } from './rolloutApiRef';

/** The client of what the release backend does. */
export const rolloutApi = ApiBlueprint.make({
  name: 'rollouts',
  params: define =>
    define({
      api: rolloutApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new RolloutClient(deps),
    }),
});
