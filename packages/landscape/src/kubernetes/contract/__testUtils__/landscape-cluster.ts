import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAccessFiles } from '../../../access-files';
import { SimulatedClock } from '../../../clock';
import { startCluster, type RunningCluster } from '../../cluster';
import type { LogLine, PodRuntime } from '../../types';

const SECOND = 1000;

/** Containers that say the time once a second. */
const runtime: PodRuntime = {
  logs: ({ from, to }) => {
    const lines: LogLine[] = [];
    const first = Math.ceil(from / SECOND) * SECOND;
    for (let time = first; time < to; time += SECOND) {
      lines.push({ time, text: `It is ${time}` });
    }
    return lines;
  },
  usage: () => ({ cpuNanocores: 1_000_000, memoryBytes: 1 << 20 }),
};

/** A simulated cluster without a company: three nodes, empty namespaces, and time that passes by itself. */
export interface LandscapeCluster {
  cluster: RunningCluster;
  clock: SimulatedClock;
  /** Has the one context `landscape`. */
  kubeconfig: string;
  stop(): Promise<void>;
}

export async function startLandscapeCluster(): Promise<LandscapeCluster> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pilothouse-landscape-'));
  const clock = new SimulatedClock({ start: Date.now() });
  const cluster = await startCluster({
    name: 'landscape',
    port: 0,
    dataDir,
    clock,
    runtime,
    nodes: [1, 2, 3].map(number => ({
      name: `landscape-node-${number}`,
      labels: { 'topology.kubernetes.io/zone': `landscape-${number}` },
    })),
  });
  clock.run();
  return {
    cluster,
    clock,
    kubeconfig: await writeAccessFiles(dataDir, [cluster]),
    stop: async () => {
      await cluster.stop();
      clock.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
