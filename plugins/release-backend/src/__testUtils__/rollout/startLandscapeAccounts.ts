import { freePortBase, startLandscape } from '@pilothouse/landscape';
import { createClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE } from './patience';

/** The simulated company, as the portal's account sees it, and as an admin does. */
export async function startLandscapeAccounts() {
  const dataDir = await mkdtemp(join(tmpdir(), 'release-rollouts-'));
  const portBase = await freePortBase();
  const landscape = await startLandscape({ portBase, dataDir });
  const folder = join(dataDir, 'landscape');
  const connect = async (account: string) =>
    createClusters(
      await Promise.all(
        landscape.clusters.map(async ({ name, url }) => ({
          name,
          url,
          caPem: await readFile(join(folder, 'ca', `${name}.crt`), 'utf8'),
          token: await readFile(
            join(folder, 'tokens', `${name}-${account}`),
            'utf8',
          ),
        })),
      ),
      { timings: PATIENCE },
    );
  const portal = await connect('portal');
  const admin = await connect('admin');
  return {
    names: ['prod-beijing', 'prod-shanghai'] as const,
    portal,
    admin,
    async fault(cluster: string, mode: string): Promise<void> {
      const response = await fetch(
        `${landscape.consoleUrl}/api/clusters/${cluster}/fault`,
        {
          method: 'PUT',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ mode }),
        },
      );
      if (!response.ok) throw new Error(await response.text());
    },
    async stop(): Promise<void> {
      await portal.close();
      await admin.close();
      await landscape.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
