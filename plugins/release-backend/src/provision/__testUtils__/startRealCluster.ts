import { createClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { ProvisionBench } from './ProvisionScene';

const run = promisify(execFile);
/** What a cluster must grant the portal, as it is published. */
const RBAC = join(__dirname, '../../../../../deploy/rbac');
const CONTEXT = 'beijing';

const configSchema = z.object({
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

async function kubectl(...args: string[]): Promise<string> {
  const { stdout } = await run(
    variable('PILOTHOUSE_REAL_KUBECTL'),
    [
      `--kubeconfig=${variable('PILOTHOUSE_REAL_KUBECONFIG')}`,
      `--context=${CONTEXT}`,
      ...args,
    ],
    { timeout: 30_000 },
  );
  return stdout;
}

/** A real control plane: as the portal's account has it with the roles that are published, and as an admin has it. */
export async function startRealCluster(): Promise<ProvisionBench> {
  const prefix = `provision-${Date.now().toString(36)}`;
  await kubectl('apply', '--filename', RBAC);
  await kubectl('create', 'namespace', prefix);
  await kubectl('--namespace', prefix, 'create', 'serviceaccount', 'admin');
  await kubectl(
    ...['create', 'clusterrolebinding', prefix, '--clusterrole=cluster-admin'],
    `--serviceaccount=${prefix}:admin`,
  );
  const pullSecret = [
    ...['create', 'secret', 'docker-registry', 'registry'],
    ...['--namespace=pilothouse', '--docker-server=registry.yunfan.test'],
    ...['--docker-username=puller', '--docker-password=not-to-be-seen'],
  ];
  // It may be there from a run that was cut off.
  await kubectl(
    '--namespace=pilothouse',
    'delete',
    'secret',
    'registry',
    '--ignore-not-found',
  );
  await kubectl(...pullSecret);
  const view = ['config', 'view', '--raw', '--minify', '-o', 'json'];
  const [{ cluster }] = configSchema.parse(
    JSON.parse(await kubectl(...view)),
  ).clusters;
  const caPem = Buffer.from(
    cluster['certificate-authority-data'],
    'base64',
  ).toString();
  const connect = async (namespace: string, account: string) => {
    const made = ['--namespace', namespace, 'create', 'token', account];
    const token = (await kubectl(...made)).trim();
    return createClusters([
      { name: CONTEXT, url: cluster.server, caPem, token },
    ]);
  };
  const portal = await connect('pilothouse', 'pilothouse');
  const admins = await connect(prefix, 'admin');
  const [admin] = await admins.list();
  return {
    cluster: CONTEXT,
    portal,
    admin,
    prefix,
    async stop() {
      await portal.close();
      await admins.close();
      await kubectl('--namespace=pilothouse', 'delete', 'secret', 'registry');
      await kubectl('delete', 'clusterrolebinding', prefix);
      await kubectl('delete', 'namespace', prefix, '--wait=false');
    },
  };
}
