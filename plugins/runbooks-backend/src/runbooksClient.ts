import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { RunbooksClient } from '@pilothouse/plugin-runbooks-common';

export interface RunbooksClientOptions {
  auth: Pick<AuthService, 'getPluginRequestToken'>;
  discovery: Pick<DiscoveryService, 'getBaseUrl'>;
}

/** Asks the runbooks backend from another plugin, on behalf of somebody. */
export async function runbooksClient(
  { auth, discovery }: RunbooksClientOptions,
  onBehalfOf: BackstageCredentials,
): Promise<RunbooksClient> {
  const { token } = await auth.getPluginRequestToken({
    onBehalfOf,
    targetPluginId: 'runbooks',
  });
  return new RunbooksClient({
    discoveryApi: discovery,
    fetchApi: {
      fetch: (input, init) => {
        const headers = new Headers(init?.headers);
        headers.set('Authorization', `Bearer ${token}`);
        return fetch(input, { ...init, headers });
      },
    },
  });
}
