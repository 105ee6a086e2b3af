import {
  coreServices,
  createBackendModule,
  type BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { linksExtensionPoint } from '@pilothouse/plugin-links-node';
import { LogsClient } from '@pilothouse/plugin-logs-common';
import { RolloutClient } from '@pilothouse/plugin-release-common';
import { LogsLinks } from './LogsLinks';

/** Adds links into Kibana and OpenSearch Dashboards to the plugin `links`. */
export const logsLinksModule = createBackendModule({
  pluginId: 'links',
  moduleId: 'logs',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        discovery: coreServices.discovery,
        links: linksExtensionPoint,
      },
      async init({ auth, discovery, links }) {
        /** Asks a plugin in the name of who wants the links: it decides what they may see. */
        const as = (credentials: BackstageCredentials, plugin: string) => ({
          discoveryApi: discovery,
          fetchApi: {
            fetch: async (
              input: Parameters<typeof fetch>[0],
              init?: RequestInit,
            ) => {
              const { token } = await auth.getPluginRequestToken({
                onBehalfOf: credentials,
                targetPluginId: plugin,
              });
              const headers = new Headers(init?.headers);
              headers.set('authorization', `Bearer ${token}`);
              return fetch(input, { ...init, headers });
            },
          },
        });
        links.addProvider(
          new LogsLinks({
            sources: (entityRef, credentials, signal) =>
              new LogsClient(as(credentials, 'logs')).listSources(
                { entityRef },
                { signal },
              ),
            rollout: (rolloutId, credentials, signal) =>
              new RolloutClient(as(credentials, 'release')).getRollout(
                { rolloutId },
                { signal },
              ),
          }),
        );
      },
    });
  },
});
