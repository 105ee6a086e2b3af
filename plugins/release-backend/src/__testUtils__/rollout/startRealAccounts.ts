import { createClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

const run = promisify(execFile);
/** What a cluster must grant the portal, as it is published. */
const RBAC = join(__dirname, '../../../../../deploy/rbac');

const kubeconfigSchema = z.object({
  clusters: z
    .array(
      z.object({
        cluster: z.object({
          server: z.string(),
          'certificate-authority-data': z.string(),
        }),
      }),
    )
    .min(1),
});

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

async function kubectl(context: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(
    variable('PILOTHOUSE_REAL_KUBECTL'),
    [
      '--kubeconfig',
      variable('PILOTHOUSE_REAL_KUBECONFIG'),
      '--context',
      context,
      ...args,
    ],
    { timeout: 30_000 },
  );
  return stdout;
}

/**
 * The real control planes, as the portal's account sees them, and as an admin does.
 *
 * @param options.timings - of the connections, where they are to be others than in production
 */
export async function startRealAccounts(
  options: Parameters<typeof createClusters>[1] = {},
) {
  const names = ['beijing', 'shanghai'] as const;
  const admins = `rollout-admins-${Date.now().toString(36)}`;
  const accounts = await Promise.all(
    names.map(async name => {
      await kubectl(name, 'apply', '-f', RBAC);
      await kubectl(name, 'create', 'namespace', admins);
      await kubectl(name, '-n', admins, 'create', 'serviceaccount', 'admin');
      await kubectl(
        name,
        ...['create', 'clusterrolebinding', admins],
        ...['--clusterrole=cluster-admin', `--serviceaccount=${admins}:admin`],
      );
      const config = kubeconfigSchema.parse(
        JSON.parse(
          await kubectl(
            name,
            ...['config', 'view', '--raw', '--minify', '-o', 'json'],
          ),
        ),
      );
      const [{ cluster }] = config.clusters;
      const token = async (namespace: string, account: string) =>
        (
          await kubectl(name, '-n', namespace, 'create', 'token', account)
        ).trim();
      return {
        name,
        url: cluster.server,
        caPem: Buffer.from(
          cluster['certificate-authority-data'],
          'base64',
        ).toString(),
        portal: await token('pilothouse', 'pilothouse'),
        admin: await token(admins, 'admin'),
      };
    }),
  );
  const connect = (account: 'portal' | 'admin') =>
    createClusters(
      accounts.map(({ name, url, caPem, ...tokens }) => ({
        name,
        url,
        caPem,
        token: tokens[account],
      })),
      options,
    );
  const portal = connect('portal');
  const admin = connect('admin');
  return {
    names,
    portal,
    admin,
    async stop(): Promise<void> {
      await portal.close();
      await admin.close();
      for (const name of names) {
        await kubectl(name, 'delete', 'clusterrolebinding', admins);
        await kubectl(name, 'delete', 'namespace', admins, '--wait=false');
      }
    },
  };
}
