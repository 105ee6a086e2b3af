import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** What a client needs to know of a cluster. */
interface Reachable {
  name: string;
  url: string;
  caPem: string;
  /** By user. */
  tokens: Readonly<Record<string, string>>;
}

/** A kubeconfig with a context per cluster, each for its admin; the first one is current. */
export function kubeconfigOf(clusters: readonly Reachable[]): string {
  const userOf = ({ name }: Reachable) => `${name}-admin`;
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': clusters.at(0)?.name ?? '',
      clusters: clusters.map(({ name, url, caPem }) => ({
        name,
        cluster: {
          server: url,
          'certificate-authority-data': Buffer.from(caPem).toString('base64'),
        },
      })),
      users: clusters.map(cluster => ({
        name: userOf(cluster),
        user: { token: cluster.tokens.admin },
      })),
      contexts: clusters.map(cluster => ({
        name: cluster.name,
        context: { cluster: cluster.name, user: userOf(cluster) },
      })),
    },
    { lineWidth: 0 },
  );
}

/**
 * Writes how to reach the clusters: `kubeconfig` for people, and for configuration files `ca/<cluster>.crt` and
 * `tokens/<cluster>-<user>`; beside them the secrets of other systems as `tokens/<system>-<account>`. Returns the path
 * of the kubeconfig.
 */
export async function writeAccessFiles(
  landscapeDir: string,
  clusters: readonly Reachable[],
  /** By system and account. */
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): Promise<string> {
  const kubeconfig = join(landscapeDir, 'kubeconfig');
  const tokensDir = join(landscapeDir, 'tokens');
  const casDir = join(landscapeDir, 'ca');
  // Clusters of an earlier start with another scale are gone.
  for (const folder of [tokensDir, casDir]) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
  await writeSecret(kubeconfig, kubeconfigOf(clusters));
  for (const { name, caPem, tokens } of clusters) {
    await writeFile(join(casDir, `${name}.crt`), caPem);
    for (const [user, token] of Object.entries(tokens)) {
      await writeSecret(join(tokensDir, `${name}-${user}`), token);
    }
  }
  for (const [system, accounts] of Object.entries(secrets)) {
    for (const [account, secret] of Object.entries(accounts)) {
      await writeSecret(join(tokensDir, `${system}-${account}`), secret);
    }
  }
  return kubeconfig;
}

async function writeSecret(path: string, content: string): Promise<void> {
  await writeFile(path, content, { mode: 0o600 });
  // The mode above counts for new files only.
  await chmod(path, 0o600);
}
