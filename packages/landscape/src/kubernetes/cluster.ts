import type { Clock } from '../clock';
import { createRandom } from '../world/random';
import { ClusterFaults } from './api/faults';
import { ApiHandler } from './api/handler';
import { loadPki } from './api/pki';
import { Registry } from './api/registry';
import { serve } from './api/server';
import { loadTokens, TokenAuthenticator } from './api/tokens';
import { bootstrap } from './bootstrap';
import { startControllers, type ControllerOptions } from './controllers';
import { ObjectStore } from './store/object-store';
import type { KubeApi, PodRuntime } from './types';

export { ClusterFaults, type Fault } from './api/faults';

export interface ClusterOptions {
  name: string;
  clock: Clock;
  runtime: PodRuntime;
  /** The same seed makes the same names, uids and addresses. */
  seed?: number;
  nodes?: ControllerOptions['nodes'];
  /** True while a long past is played; see {@link ControllerOptions}. */
  fastForward?: () => boolean;
  caPem?: string;
}

/** A cluster that lives, but does not listen. */
export interface ClusterCore {
  name: string;
  api: KubeApi;
  store: ObjectStore;
  stop(): void;
}

/** A cluster that can be reached over HTTPS. */
export interface RunningCluster {
  name: string;
  url: string;
  caPem: string;
  api: KubeApi;
  /** Forgets the past like the real server after a while, so that watches from then begin anew. */
  compact(): void;
  /** Bearer tokens by user: `admin`, `portal`, `viewer`, `developer`. */
  tokens: Record<string, string>;
  faults: ClusterFaults;
  /** How many requests its API server has got since the start. */
  requestCount(): number;
  stop(): Promise<void>;
}

/** Puts a cluster together: store, API server, controllers, and what every cluster has from the start. */
export function createClusterCore(options: ClusterOptions): ClusterCore {
  const { name, clock, runtime, seed = 1, nodes, fastForward, caPem } = options;
  const store = new ObjectStore({ clock });
  const api = new Registry({
    cluster: name,
    clock,
    store,
    random: createRandom(seed),
  });
  bootstrap(api);
  const controllers = startControllers(api, {
    nodes,
    runtime,
    random: createRandom(seed + 1),
    caPem,
    fastForward,
  });
  return { name, api, store, stop: () => controllers.stop() };
}

/**
 * Starts a cluster and its API server on 127.0.0.1.
 *
 * @param options - `port` 0 takes any that is free; certificates and tokens are kept under `<dataDir>/pki`
 * @throws Error with code `EADDRINUSE` when somebody listens on the port
 */
export async function startCluster(
  options: ClusterOptions & {
    port: number;
    dataDir: string;
    /** Told of failures inside that stop nothing. */
    onError?: (error: unknown) => void;
  },
): Promise<RunningCluster> {
  const { name, clock, runtime, dataDir, onError = () => {} } = options;
  const pki = await loadPki(dataDir);
  const tokens = await loadTokens(dataDir, name);
  const { caPem } = pki;
  const core = createClusterCore({ ...options, caPem });
  const { api, store } = core;
  const faults = new ClusterFaults(clock);
  const handler = new ApiHandler({
    api,
    store,
    runtime,
    tokens: new TokenAuthenticator({ api, tokens, secret: pki.tokenSecret }),
    address: `127.0.0.1:${options.port}`,
  });
  try {
    const server = await serve(handler, {
      port: options.port,
      pki,
      faults,
      onError,
    });
    return {
      name,
      url: `https://127.0.0.1:${server.port}`,
      caPem,
      api,
      compact: () => store.compact(),
      tokens,
      faults,
      requestCount: server.requestCount,
      stop: async () => {
        core.stop();
        await server.stop();
      },
    };
  } catch (error) {
    core.stop();
    throw error;
  }
}
