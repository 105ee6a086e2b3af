import { startLandscape } from '@pilothouse/landscape';
import { createClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The console, and a port for each cluster. */
const PORTS = 10;

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A base with free ports after it, as far as one can know. */
async function freeBase(): Promise<number> {
  for (;;) {
    const base = 20_000 + Math.floor(Math.random() * 20_000);
    const free = await Promise.all(
      Array.from({ length: PORTS }, (_, step) => isFree(base + step)),
    );
    if (free.every(Boolean)) return base;
  }
}

/** The simulated company, and its clusters as the portal's own account sees them. */
export async function startLandscapeClusters() {
  const dataDir = await mkdtemp(join(tmpdir(), 'release-backend-'));
  const portBase = await freeBase();
  const landscape = await startLandscape({ portBase, dataDir });
  const folder = join(dataDir, 'landscape');
  const access = await Promise.all(
    landscape.clusters.map(async ({ name, url }) => ({
      name,
      url,
      caPem: await readFile(join(folder, 'ca', `${name}.crt`), 'utf8'),
      token: await readFile(join(folder, 'tokens', `${name}-portal`), 'utf8'),
    })),
  );
  const opened: { close(): Promise<void> }[] = [];
  return {
    /** Connections that nobody has used yet. */
    connect() {
      const clusters = createClusters(access);
      opened.push(clusters);
      return clusters;
    },
    /** Asks the console for something: a fault, another version. */
    async control(method: string, path: string, body: object): Promise<void> {
      const response = await fetch(`${landscape.consoleUrl}${path}`, {
        method,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    async stop(): Promise<void> {
      await Promise.all(opened.map(clusters => clusters.close()));
      await landscape.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
