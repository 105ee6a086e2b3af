import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAccessFiles } from './access-files';
import { SimulatedClock } from './clock';
import { startConsole } from './console/server';
import { startCluster, type RunningCluster } from './kubernetes/cluster';
import { listening } from './listening';
import { landscapePorts } from './ports';
import { startRegistry, type RunningRegistry } from './registry/server';
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
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    clock.stop();
    await Promise.all(stops.splice(0).map(end => end()));
  };
  try {
    const catalog = await writeCatalog(landscapeDir);
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
    }
    playHistory({
      world,
      clock,
      apis: new Map(clusters.map(({ name, api }) => [name, api])),
    });
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
    const kubeconfig = await writeAccessFiles(
      landscapeDir,
      clusters,
      registry.passwords,
    );
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
          systems: [
            {
              name: 'registry',
              url: registry.url,
              requestCount: registry.requestCount,
              getFault: () => registry.faults.get(),
              setFault: fault => registry.faults.set(fault),
            },
          ],
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
      consoleUrl: console.url,
      files: { kubeconfig, catalog },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
