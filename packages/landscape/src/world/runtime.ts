import type { Pod } from '../kubernetes/controllers/objects';
import type { KubeObject, PodRuntime } from '../kubernetes/types';
import { runsOf, serviceLines, strangerLines } from './container-lines';
import type { Placement } from './placements';
import { hash, smoothNoise, unit } from './random';
import type { World } from './world';

const SECOND = 1000;

/** What is older has been rotated away by the node. */
const LOGS_KEPT = 3 * 60 * 60 * SECOND;

/**
 * Gives the clusters' containers an inside: log lines and the use of memory and CPU, from the same traffic that the
 * rest of the landscape tells about.
 */
export function createPodRuntime(world: World): PodRuntime {
  return {
    logs({ cluster, pod, container, from: asked, to }) {
      if (!isPod(pod)) return [];
      const from = Math.max(asked, world.clock.now() - LOGS_KEPT);
      if (from >= to) return [];
      const placement = placementOf(world, cluster, pod);
      const talker = {
        pod: pod.metadata.name,
        container,
        image: pod.spec.containers.at(0)?.image ?? '',
        runs: runsOf(pod),
      };
      const lines = placement
        ? serviceLines(world, placement, [talker], { from, to })
        : strangerLines(talker, { from, to });
      return lines.map(({ time, text }) => ({ time, text }));
    },
    usage({ cluster, pod, at }) {
      if (!isPod(pod)) return { cpuNanocores: 0, memoryBytes: 0 };
      const placement = placementOf(world, cluster, pod);
      const traffic =
        placement &&
        world
          .podTrafficAt(placement, at)
          .find(item => item.pod.name === pod.metadata.name);
      if (traffic) {
        return {
          cpuNanocores: Math.round(traffic.cpuMillis * 1e6),
          memoryBytes: traffic.memoryBytes,
        };
      }
      return useAtRest(pod, placement, at);
    },
  };
}

function isPod(object: KubeObject): object is Pod {
  return object.kind === 'Pod';
}

function placementOf(
  world: World,
  cluster: string,
  { metadata: { namespace, labels } }: Pod,
): Placement | undefined {
  return world.placementOf(cluster, namespace ?? '', labels?.app ?? '');
}

function useAtRest(pod: Pod, placement: Placement | undefined, at: number) {
  const running = pod.status?.containerStatuses?.at(0)?.state.running;
  if (!running) return { cpuNanocores: 0, memoryBytes: 0 };
  const memoryMiB = placement ? placement.service.memoryMiB : 256;
  const state = hash(pod.metadata.name, 'rest');
  const part = 0.4 + 0.05 * smoothNoise(state, at, 600 * SECOND);
  return {
    cpuNanocores: Math.round((4 + 12 * unit(pod.metadata.name)) * 1e6),
    memoryBytes: Math.round(memoryMiB * part * 2 ** 20),
  };
}
