import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  ProvisionClient,
  type ProvisionApi,
} from '@pilothouse/plugin-release-common';

/** Clusters may be slow; the release backend has deadlines of its own for each. */
const TIMEOUT_MS = 120_000;

export interface ReleaseDoor {
  auth: AuthService;
  discovery: DiscoveryService;
}

/**
 * The release backend as the person who runs the template meets it: it owns permission, freeze, ledger and the writes,
 * and knows the person by the token.
 */
export function releaseAsPerson(
  { auth, discovery }: ReleaseDoor,
  credentials: BackstageCredentials,
  signal?: AbortSignal,
): ProvisionApi {
  return new ProvisionClient({
    discoveryApi: discovery,
    fetchApi: {
      fetch: async (input, init) => {
        const { token } = await auth.getPluginRequestToken({
          onBehalfOf: credentials,
          targetPluginId: 'release',
        });
        const headers = new Headers(init?.headers);
        headers.set('Authorization', `Bearer ${token}`);
        const timeout = AbortSignal.timeout(TIMEOUT_MS);
        return fetch(input, {
          ...init,
          headers,
          signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        });
      },
    },
  });
}
