import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLandscape, type Landscape } from '@pilothouse/landscape';

/** A landscape of two small clusters on ports of its own. */
export async function startTestLandscape(): Promise<{
  landscape: Landscape;
  stop(): Promise<void>;
}> {
  const dataDir = await mkdtemp(join(tmpdir(), 'clusters-node-'));
  const landscape = await startLandscape({
    portBase: await freeBase(),
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

/** A base with free ports after it, as far as one can know. */
async function freeBase(): Promise<number> {
  for (;;) {
    const base = 20_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all([0, 1, 2].map(step => isFree(base + step)));
    if (free.every(Boolean)) return base;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
