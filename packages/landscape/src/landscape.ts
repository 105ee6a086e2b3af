import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAccessFiles } from './access-files';
import { SimulatedClock } from './clock';
import { startConsole } from './console/server';
import { startCluster, type RunningCluster } from './kubernetes/cluster';
import { listening } from './listening';
import { landscapePorts } from './ports';
import { Belongings } from './forge/belongings';
import {
  startElasticsearch,
  type RunningElasticsearch,
} from './elasticsearch/server';
import type { ProductName } from './elasticsearch/products';
import { Writers } from './elasticsearch/lines/writers';
import { RETENTION_MS } from './elasticsearch/indices';
import { startForge, type RunningForge } from './forge/server';
import { startRegistry, type RunningRegistry } from './registry/server';
import { startSkyWalking, type RunningSkyWalking } from './skywalking/server';
import type { SkyWalkingVersion } from './skywalking/version';
import { CLUSTERS } from './world/company';
import { writeCatalog } from './world/catalog/catalog';
import { MEMORY, HOUR } from './world/history';
import { playHistory } from './world/history-player';
import { nodesOf } from './world/nodes';
import { clustersAt, type Scale } from './world/placements';
import { hash } from './world/random';
import { createPodRuntime } from './world/runtime';
import { createWorld, type World } from './world/world';

export interface LandscapeOptions {
  /** The first port; see ports.ts for the others. */
  portBase: number;
  /** Everything is written below its folder `landscape`. */
  dataDir: string;
  seed?: number;
  /** Another size than usual. Such a landscape has no history. */
  scale?: Scale;
  /** The version that SkyWalking's OAPs play, `10.1` unless told otherwise. */
  skywalking?: { version: SkyWalkingVersion };
  /** What the store of log lines plays, `elasticsearch-8` unless told otherwise. */
  elasticsearch?: { product: ProductName };
  /** Told what is being done, a line each. */
  log?: (line: string) => void;
  /** Told of failures inside that stop nothing. */
  onError?: (error: unknown) => void;
}

/** A landscape that runs. */
export interface Landscape {
  world: World;
  clock: SimulatedClock;
  clusters: readonly RunningCluster[];
  registry: RunningRegistry;
  forge: RunningForge;
  skywalking: RunningSkyWalking;
  elasticsearch: RunningElasticsearch;
  consoleUrl: string;
  /** Paths of files for others. */
  files: { kubeconfig: string; catalog: string };
  stop(): Promise<void>;
}

/** Events of a cluster live for an hour: what happened before that leaves none, and is played without them. */
const EVENTS_LIVE = 1.2 * HOUR;

/**
 * Starts the company: makes its world, plays the last 30 days on its clusters, and lets time run.
 *
 * @throws Error with one line for a person when a port is taken.
 */
export async function startLandscape(
  options: LandscapeOptions,
): Promise<Landscape> {
  const { seed, scale, log = () => {}, onError = () => {} } = options;
  const landscapeDir = join(options.dataDir, 'landscape');
  await mkdir(landscapeDir, { recursive: true, mode: 0o700 });
  const ports = landscapePorts(options.portBase);
  const now = Date.now();
  const clock = new SimulatedClock({ start: now - MEMORY, onError });
  const world = createWorld({ clock, bornAt: now, seed, scale });
  const writers = new Writers(RETENTION_MS);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    clock.stop();
    await Promise.all(stops.splice(0).map(end => end()));
  };
  try {
    const forgeUrl = `http://127.0.0.1:${ports.systems.forge}`;
    const catalog = await writeCatalog(landscapeDir, forgeUrl);
    log(`Catalog written: ${catalog}`);

    const runtime = createPodRuntime(world);
    const clusters: RunningCluster[] = [];
    for (const [index, spec] of clustersAt(scale).entries()) {
      const port = ports.cluster(index);
      const cluster = await listening(port, `The cluster ${spec.name}`, () =>
        startCluster({
          name: spec.name,
          port,
          dataDir: landscapeDir,
          clock,
          runtime,
          seed: hash(world.seed, spec.name),
          nodes: nodesOf(spec, scale),
          fastForward: () => clock.now() < now - EVENTS_LIVE,
          onError,
        }),
      );
      stops.push(() => cluster.stop());
      clusters.push(cluster);
      world.roster.observe(cluster.api);
      writers.observe(cluster.api);
    }
    playHistory({
      world,
      clock,
      apis: new Map(clusters.map(({ name, api }) => [name, api])),
    });
    for (const { api } of clusters) world.newcomers.observe(api);
    clock.run();
    log(
      scale
        ? `${clusters.length} clusters set up`
        : `30 days of history played on ${clusters.length} clusters`,
    );

    const registry = await listening(
      ports.systems.registry,
      'The registry',
      () =>
        startRegistry({
          shelf: world.images.shelf,
          clock,
          port: ports.systems.registry,
          dataDir: landscapeDir,
          onError,
        }),
    );
    stops.push(() => registry.stop());
    const forge = await listening(ports.systems.forge, 'The forge', () =>
      startForge({
        clock,
        world,
        port: ports.systems.forge,
        dataDir: landscapeDir,
        clustersOf: environment =>
          clusters
            .filter(({ name }) => isStage(name, environment))
            .map(({ api }) => api),
        onError,
      }),
    );
    stops.push(() => forge.stop());
    const skywalking = await listening(
      ports.systems.skywalking,
      'SkyWalking',
      () =>
        startSkyWalking({
          world,
          port: ports.systems.skywalking,
          ...options.skywalking,
          onError,
        }),
    );
    stops.push(() => skywalking.stop());
    const elasticsearch = await listening(
      ports.systems.elasticsearch,
      'Elasticsearch',
      () =>
        startElasticsearch({
          world,
          writers,
          port: ports.systems.elasticsearch,
          dataDir: landscapeDir,
          ...options.elasticsearch,
          onError,
        }),
    );
    stops.push(() => elasticsearch.stop());
    const belongings = new Belongings({
      apis: clusters.map(({ api }) => api),
      clock,
      file: join(landscapeDir, 'forge', 'clusters.json'),
      isNew: service => forge.forge.hasNew(service),
      onError,
    });
    await belongings.restore();
    belongings.observe();
    stops.unshift(() => belongings.stop());
    await forge.forge.runner.resumeAll();
    const kubeconfig = await writeAccessFiles(landscapeDir, clusters, {
      registry: registry.passwords,
      forge: forge.tokens,
      elasticsearch: { ...elasticsearch.secrets },
    });
    const console = await listening(ports.console, 'The console', () =>
      startConsole(
        {
          world,
          clock,
          clusters: clusters.map(({ faults, ...cluster }) => ({
            ...cluster,
            getFault: () => faults.get(),
            setFault: fault => faults.set(fault),
          })),
          systems: Object.entries({
            registry,
            forge,
            skywalking,
            elasticsearch,
          }).map(([name, { url, requestCount, faults }]) => ({
            name,
            url,
            requestCount,
            getFault: () => faults.get(),
            setFault: fault => faults.set(fault),
          })),
        },
        { port: ports.console, onError },
      ),
    );
    stops.push(() => console.stop());
    return {
      world,
      clock,
      clusters,
      registry,
      forge,
      skywalking,
      elasticsearch,
      consoleUrl: console.url,
      files: { kubeconfig, catalog },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Whether a runner may deploy for the environment to that cluster: nothing deploys itself to prod. */
function isStage(cluster: string, environment: string): boolean {
  const spec = CLUSTERS.find(({ name }) => name === cluster);
  return (
    environment !== 'prod' &&
    !!spec?.environments.some(item => item === environment)
  );
}
