import { join } from 'node:path';
import { createClusters } from '../testUtils';
import type { Cluster, WatchedKind } from '../types';
import { addressOf, kubectl } from './kubectl';

/** What a cluster must grant, as it is published. */
export const RBAC = join(__dirname, '../../../../deploy/rbac');
export const READ_ROLE = join(RBAC, 'pilothouse-read.yaml');
export const WRITE_ROLE = join(RBAC, 'pilothouse-write.yaml');

/** How to undo what a test did, the last first. */
export class Cleanup {
  readonly #steps: (() => Promise<unknown>)[] = [];

  add(step: () => Promise<unknown>): void {
    this.#steps.push(step);
  }

  async run(): Promise<void> {
    for (const step of this.#steps.splice(0).reverse()) await step();
  }
}

/** A cluster as the portal sees it, signed in as a ServiceAccount. */
export async function connect(
  context: string,
  cleanup: Cleanup,
  account = { namespace: 'pilothouse', name: 'pilothouse' },
): Promise<Cluster> {
  const { name, namespace } = account;
  const token = await kubectl(context, [
    ...['-n', namespace, 'create', 'token', name],
  ]);
  const clusters = createClusters([
    { name: context, ...addressOf(context), token: token.trim() },
  ]);
  cleanup.add(() => clusters.close());
  const [cluster] = await clusters.list();
  return cluster;
}

export function ready(cluster: Cluster, kind: WatchedKind): Promise<boolean> {
  return cluster.watch(kind).ready({ timeoutMs: 10_000 });
}
