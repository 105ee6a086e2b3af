import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import {
  kubernetesAuthStrategyExtensionPoint,
  kubernetesRouterExtensionPoint,
  type KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';
import { answer, FakeApi } from '../__testUtils__/FakeApi';
import { podList, podOf } from '../__testUtils__/pods';
import bridge, { clustersServiceRef, type ClustersService } from '../index';

let api: FakeApi;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  api = await FakeApi.start();
  api.handle = ({ query, authorization }, response) => {
    if (query.has('watch')) response.writeHead(200).flushHeaders();
    else if (authorization === 'Bearer sesame') {
      answer(response, 200, podList([podOf('a', 1)], 1));
    } else answer(response, 401, {});
  };
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(() => api.stop());

function kubernetesConfig() {
  return {
    serviceLocatorMethod: { type: 'multiTenant' },
    clusterLocatorMethods: [
      {
        type: 'config',
        clusters: [
          {
            name: 'dev',
            title: 'Development',
            url: api.url,
            authProvider: 'serviceAccount',
            serviceAccountToken: 'sesame',
          },
          {
            name: 'people-only',
            url: api.url,
            authProvider: 'oidc',
            oidcTokenProvider: 'okta',
          },
          { name: 'google', url: api.url, authProvider: 'google' },
        ],
      },
    ],
  };
}

/**
 * Strategies of an adopter, which take the place of the standard ones: those load an ES module, which Jest cannot.
 */
function strategies(credential: KubernetesCredential) {
  return createBackendModule({
    pluginId: 'kubernetes',
    moduleId: 'strategies',
    register(reg) {
      reg.registerInit({
        deps: { point: kubernetesAuthStrategyExtensionPoint },
        async init({ point }) {
          for (const key of ['serviceAccount', 'oidc', 'google']) {
            point.addAuthStrategy(key, {
              getCredential: async () => credential,
              validateCluster: () => [],
              presentAuthMetadata: () => ({}),
            });
          }
        },
      });
    },
  });
}

/** A backend with the stock plugin, and what a plugin that asks for the clusters gets. */
async function start(
  data: object,
  ...more: Parameters<typeof startTestBackend>[0]['features'] & object
): Promise<ClustersService> {
  let service: ClustersService | undefined;
  const user = createBackendPlugin({
    pluginId: 'user-of-clusters',
    register(env) {
      env.registerInit({
        deps: { clusters: clustersServiceRef, logger: coreServices.logger },
        async init({ clusters }) {
          service = clusters;
        },
      });
    },
  });
  const backend = await startTestBackend({
    features: [
      mockServices.rootConfig.factory({ data }),
      kubernetesPlugin,
      user,
      ...more,
    ],
  });
  stops.push(() => backend.stop());
  if (!service) throw new Error('The plugin has not started');
  return service;
}

it.each(['router', 'objectsProvider'])(
  'hands in clusters and credentials by %s',
  async bridgeHook => {
    const clusters = await start(
      {
        kubernetes: kubernetesConfig(),
        pilothouse: { clusters: { bridgeHook } },
      },
      bridge,
      strategies({ type: 'bearer token', token: 'sesame' }),
    );
    const [dev, ...others] = await clusters.list();
    expect(dev).toMatchObject({ name: 'dev', title: 'Development' });
    const lease = dev.watch('pods');
    expect(await lease.ready({ timeoutMs: 5_000 })).toBe(true);
    expect(lease.cache.list()).toEqual([podOf('a', 1)]);
    expect(
      others.map(cluster => [cluster.name, cluster.health()]),
    ).toMatchObject([
      [
        'people-only',
        {
          status: 'unsupported',
          writable: false,
          message: expect.stringContaining('"oidc"'),
        },
      ],
      ['google', { message: expect.stringContaining('"google"') }],
    ]);
    const refused = others[0].watch('pods');
    expect(await refused.ready({ timeoutMs: 5_000 })).toBe(false);
    expect(await clusters.get('dev')).toBe(dev);
    expect(await clusters.get('https://evil.example')).toBeUndefined();
  },
);

it('says what to check when nobody hands in clusters', async () => {
  const clusters = await start({
    kubernetes: kubernetesConfig(),
    pilothouse: { clusters: { startTimeout: { milliseconds: 1 } } },
  });
  const listed = clusters.list();
  await expect(listed).rejects.toMatchObject({
    name: 'ServiceUnavailableError',
  });
  await expect(listed).rejects.toThrow(/`kubernetes:`.*bridge/);
});

it('leaves the other hook to another module', async () => {
  const other = createBackendModule({
    pluginId: 'kubernetes',
    moduleId: 'other',
    register(reg) {
      reg.registerInit({
        deps: { router: kubernetesRouterExtensionPoint },
        async init({ router }) {
          router.addRouter(({ getDefault }) => getDefault());
        },
      });
    },
  });
  const clusters = await start(
    {
      kubernetes: kubernetesConfig(),
      pilothouse: { clusters: { bridgeHook: 'objectsProvider' } },
    },
    bridge,
    other,
  );
  expect(await clusters.list()).toHaveLength(3);
});

it('says so when a strategy gives no credential', async () => {
  const clusters = await start(
    { kubernetes: kubernetesConfig() },
    bridge,
    strategies({ type: 'anonymous' }),
  );
  const dev = await clusters.get('dev');
  expect(await dev?.watch('pods').ready({ timeoutMs: 5_000 })).toBe(false);
  expect(dev?.health()).toMatchObject({
    status: 'unauthorized',
    message: 'No credentials could be got for it.',
  });
});

it('refuses a hook that it does not know', async () => {
  const started = start(
    {
      kubernetes: kubernetesConfig(),
      pilothouse: { clusters: { bridgeHook: 'proxy' } },
    },
    bridge,
  );
  await expect(started).rejects.toThrow('router, objectsProvider');
});
