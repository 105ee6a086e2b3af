import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { linksExtensionPoint } from '@pilothouse/plugin-links-node';
import { SkywalkingClient } from '@pilothouse/plugin-skywalking-common';
import { SkywalkingLinks } from './SkywalkingLinks';

/** Links into SkyWalking for the plugin `links`; asks the plugin `skywalking` in the name of whoever wants them. */
export const skywalkingLinksModule = createBackendModule({
  pluginId: 'links',
  moduleId: 'skywalking',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        discovery: coreServices.discovery,
        links: linksExtensionPoint,
      },
      async init({ auth, discovery, links }) {
        links.addProvider(
          new SkywalkingLinks(async (entityRef, credentials, signal) => {
            const { token } = await auth.getPluginRequestToken({
              onBehalfOf: credentials,
              targetPluginId: 'skywalking',
            });
            const client = new SkywalkingClient({
              discoveryApi: discovery,
              fetchApi: {
                fetch: (input, init) => {
                  const headers = new Headers(init?.headers);
                  headers.set('authorization', `Bearer ${token}`);
                  return fetch(input, { ...init, headers });
                },
              },
            });
            return client.listServices({ entityRef }, { signal });
          }),
        );
      },
    });
  },
});
