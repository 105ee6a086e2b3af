import { freePortBase, startLandscape } from '@pilothouse/landscape';
import { createClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The simulated company, and its clusters as the portal's own account sees them. */
export async function startLandscapeClusters() {
  const dataDir = await mkdtemp(join(tmpdir(), 'release-backend-'));
  const portBase = await freePortBase();
  const landscape = await startLandscape({ portBase, dataDir });
  const folder = join(dataDir, 'landscape');
  const accessOf = (account: string) =>
    Promise.all(
      landscape.clusters.map(async ({ name, url }) => ({
        name,
        url,
        caPem: await readFile(join(folder, 'ca', `${name}.crt`), 'utf8'),
        token: await readFile(
          join(folder, 'tokens', `${name}-${account}`),
          'utf8',
        ),
      })),
    );
  const access = await accessOf('portal');
  const opened: { close(): Promise<void> }[] = [];
  return {
    access,
    /** Its registry, as an entry of `release.registries`. */
    registry: {
      host: 'registry.yunfan.test',
      url: landscape.registry.url,
      username: 'portal',
      password: landscape.registry.passwords.portal,
    },
    /** Connections that nobody has used yet. */
    connect() {
      const clusters = createClusters(access);
      opened.push(clusters);
      return clusters;
    },
    /** Connections of somebody who may do everything, past the portal. */
    async connectAdmin() {
      const clusters = createClusters(await accessOf('admin'));
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
