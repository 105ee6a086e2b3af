import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freePortBase,
  startLandscape,
  type Landscape,
} from '@pilothouse/landscape';

/** A landscape of two small clusters on ports of its own. */
export async function startTestLandscape(): Promise<{
  landscape: Landscape;
  stop(): Promise<void>;
}> {
  const dataDir = await mkdtemp(join(tmpdir(), 'clusters-node-'));
  const landscape = await startLandscape({
    portBase: await freePortBase(),
    dataDir,
    scale: { clusters: 2, pods: 20 },
  });
  return {
    landscape,
    stop: async () => {
      await landscape.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
