import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { ReleaseClient } from '@pilothouse/plugin-release-common';
import { releaseApiRef } from './releaseApiRef';

/** The client of the release backend. */
export const releaseApi = ApiBlueprint.make({
  params: define =>
    define({
      api: releaseApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new ReleaseClient(deps),
    }),
});
