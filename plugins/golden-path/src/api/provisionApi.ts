import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  ProvisionClient,
  type ProvisionApi,
} from '@pilothouse/plugin-release-common';

/** What the forms ask of the release backend. */
export const provisionApiRef = createApiRef<
  Pick<ProvisionApi, 'listEnvironments' | 'checkName'>
>().with({ id: 'plugin.scaffolder.golden-path', pluginId: 'scaffolder' });

/** The client of what makes room for new services. */
export const provisionApi = ApiBlueprint.make({
  name: 'golden-path',
  params: define =>
    define({
      api: provisionApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new ProvisionClient(deps),
    }),
});
