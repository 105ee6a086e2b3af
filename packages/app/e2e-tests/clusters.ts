import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openAs } from './signing-in';

const NAMESPACE = 'order';
const SERVICE = 'order-api';
const REPOSITORY = `registry.yunfan.test/order/${SERVICE}`;

/** The Deploy tab of the service on which {@link Hands} work, as one of its owners. */
export async function openDeployTab(page: Page, language: string) {
  const path = `/catalog/default/component/${SERVICE}/deploy`;
  await openAs(page, '李伟', path, language);
}

/** The Deploy tab's row of a cluster; the last where it serves several environments. */
export function rowOf(page: Page, cluster: string) {
  // A row is named by its environment and its target.
  return page
    .getByRole('grid')
    .first()
    .getByRole('row', { name: new RegExp(`\\b${cluster}`) })
    .last();
}

/** What somebody with kubectl does to a service behind the portal's back. */
export interface Hands {
  setImage(tag: string): Promise<void>;
  scale(replicas: number): Promise<void>;
  /** To the revision before the present one. */
  undo(): Promise<void>;
}

/** Works on a real control plane by kubectl. */
export function kubectl(context: string): Hands {
  const { PILOTHOUSE_REAL_KUBECTL, PILOTHOUSE_REAL_KUBECONFIG } = process.env;
  const run = async (...args: string[]) => {
    execFileSync(PILOTHOUSE_REAL_KUBECTL ?? 'kubectl', [
      ...['--kubeconfig', PILOTHOUSE_REAL_KUBECONFIG ?? ''],
      ...['--context', context, '-n', NAMESPACE],
      ...args,
    ]);
  };
  const deployment = `deployment/${SERVICE}`;
  return {
    setImage: tag =>
      run('set', 'image', deployment, `${SERVICE}=${REPOSITORY}:${tag}`),
    scale: replicas => run('scale', deployment, `--replicas=${replicas}`),
    undo: () => run('rollout', 'undo', deployment),
  };
}

/** Works on one of the landscape's clusters by the requests that kubectl would send, so that none is needed. */
function landscapeHands(cluster: string, url: string): Hands {
  const folder = join(process.env.PILOTHOUSE_DATA_DIR ?? '.data', 'landscape');
  const ca = readFileSync(join(folder, 'ca', `${cluster}.crt`));
  const token = readFileSync(
    join(folder, 'tokens', `${cluster}-admin`),
    'utf8',
  );
  const agent = new Agent({ ca, keepAlive: true });
  const base = `${url}/apis/apps/v1/namespaces/${NAMESPACE}`;
  const ask = async (method: string, path: string, patch?: object) => {
    const text = await new Promise<string>((resolve, reject) => {
      const asked = request(
        `${base}${path}`,
        {
          method,
          agent,
          headers: {
            authorization: `Bearer ${token.trim()}`,
            'content-type': 'application/strategic-merge-patch+json',
          },
        },
        async response => {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk);
          const body = Buffer.concat(chunks).toString('utf8');
          if (response.statusCode === 200) resolve(body);
          else reject(new Error(`${method} ${path}: ${body}`));
        },
      );
      asked.on('error', reject).end(patch && JSON.stringify(patch));
    });
    return JSON.parse(text);
  };
  const deployment = `/deployments/${SERVICE}`;
  return {
    setImage: tag =>
      ask('PATCH', deployment, {
        spec: {
          template: {
            spec: {
              containers: [{ name: SERVICE, image: `${REPOSITORY}:${tag}` }],
            },
          },
        },
      }),
    scale: replicas => ask('PATCH', deployment, { spec: { replicas } }),
    async undo() {
      const { items } = await ask('GET', '/replicasets');
      const [, before] = items
        .filter(
          (item: ReplicaSet) =>
            item.metadata.ownerReferences?.[0].name === SERVICE,
        )
        .sort((a: ReplicaSet, b: ReplicaSet) => revision(b) - revision(a));
      const { containers } = before.spec.template.spec;
      await ask('PATCH', deployment, {
        spec: { template: { spec: { containers } } },
      });
    },
  };
}

interface ReplicaSet {
  metadata: {
    annotations: Record<string, string>;
    ownerReferences?: { name: string }[];
  };
}

function revision({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations['deployment.kubernetes.io/revision']);
}

const LANDSCAPE =
  process.env.PILOTHOUSE_LANDSCAPE_URL ?? 'http://127.0.0.1:7100';

/** The landscape's clusters: hands on them, and their faults. */
export async function landscapeClusters() {
  const response = await fetch(`${LANDSCAPE}/api/clusters`);
  const { items }: { items: { name: string; url: string }[] } =
    await response.json();
  return {
    hands(name: string): Hands {
      const found = items.find(item => item.name === name);
      if (!found) throw new Error(`The landscape has no cluster ${name}`);
      return landscapeHands(name, found.url);
    },
    fault: (name: string, mode: 'none' | 'hang' | 'refuse') =>
      putFault(`clusters/${name}`, mode),
  };
}

/** Breaks another of the landscape's systems, until it is ended. */
export async function faultOf(system: string, mode: string) {
  await putFault(`systems/${system}`, mode);
  return { end: () => putFault(`systems/${system}`, 'none') };
}

async function putFault(subject: string, mode: string): Promise<void> {
  const answer = await fetch(`${LANDSCAPE}/api/${subject}/fault`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ mode }),
  });
  if (!answer.ok) throw new Error(`${subject}: ${await answer.text()}`);
}
