import { SimulatedClock } from '../../clock';
import { createClusterCore } from '../../kubernetes/cluster';
import type { KubeApi, PodRuntime } from '../../kubernetes/types';
import { HOUR, MEMORY } from '../history';
import { playHistory } from '../history-player';
import { nodesOf } from '../nodes';
import { clustersAt, type Scale } from '../placements';
import { hash } from '../random';
import { createPodRuntime } from '../runtime';
import { createWorld, type World } from '../world';

/** A Saturday evening in Shanghai. */
export const NOW = Date.parse('2026-11-21T20:30:00+08:00');

export interface PlayedWorld {
  world: World;
  clock: SimulatedClock;
  runtime: PodRuntime;
  apis: ReadonlyMap<string, KubeApi>;
  api(cluster: string): KubeApi;
}

/** A world with its clusters after their history, without ports, on a clock that stands still. */
export function playWorld(
  options: {
    seed?: number;
    scale?: Scale;
    /** Told of each cluster before anything happens on it. */
    observe?: (api: KubeApi) => void;
  } = {},
): PlayedWorld {
  const { seed, scale, observe = () => {} } = options;
  const clock = new SimulatedClock({ start: NOW - MEMORY });
  const world = createWorld({ clock, bornAt: NOW, seed, scale });
  const runtime = createPodRuntime(world);
  const apis = new Map(
    clustersAt(scale).map(spec => {
      const { api } = createClusterCore({
        name: spec.name,
        clock,
        runtime,
        seed: hash(world.seed, spec.name),
        nodes: nodesOf(spec, scale),
        fastForward: () => clock.now() < NOW - 1.2 * HOUR,
      });
      world.roster.observe(api);
      observe(api);
      return [spec.name, api];
    }),
  );
  playHistory({ world, clock, apis });
  return {
    world,
    clock,
    runtime,
    apis,
    api(cluster) {
      const api = apis.get(cluster);
      if (!api) throw new Error(`No cluster ${cluster}`);
      return api;
    },
  };
}
