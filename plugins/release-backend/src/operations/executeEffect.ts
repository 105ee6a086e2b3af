import {
  DEPLOYMENT,
  POD,
  type ObjectPrecondition,
  type WriteOutcome,
} from '@pilothouse/plugin-clusters-node';
import { isError } from '@backstage/errors';
import type { Deployment, Pod } from '../workload/objects';
import type { DeploymentEffect, PatchOperation } from './effects';
import { FIELD_MANAGER } from '../rollout/runner/fields';
import type { OperationScene } from './OperationScenes';

type Effect = DeploymentEffect | { kind: 'delete-pod'; pod: Pod };

function seen({ metadata }: Deployment | Pod): ObjectPrecondition {
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    resourceVersion: metadata?.resourceVersion ?? '',
  };
}

/** Writes once, to the object as it was seen. Whoever leaves meanwhile does not stop it: it would be half known. */
export async function executeEffect(
  { cluster, deployment }: OperationScene,
  effect: Effect,
  options: { dryRun?: boolean; signal?: AbortSignal } = {},
): Promise<WriteOutcome<unknown>> {
  const write = { fieldManager: FIELD_MANAGER, ...options };
  switch (effect.kind) {
    case 'scale':
      return cluster.scale(seen(deployment), effect.replicas, write);
    case 'patch':
      return cluster.jsonPatch(
        DEPLOYMENT,
        seen(deployment),
        effect.operations,
        write,
      );
    case 'delete-pod':
      return cluster.delete(POD, seen(effect.pod), options);
    default:
      return effect satisfies never;
  }
}

/** Whether a write whose answer was lost has come about. Where nobody can be asked, it is not known to have. */
export async function isEffective(scene: OperationScene): Promise<boolean> {
  const { cluster, deployment, effect } = scene;
  if (!effect) return false;
  try {
    if (effect.kind === 'delete-pod') return await isGone(scene, effect.pod);
    const { namespace, name, uid } = seen(deployment);
    const now = await cluster.read<Deployment>(DEPLOYMENT, { namespace, name });
    if (now.metadata?.uid !== uid) return false;
    if (effect.kind === 'scale') return now.spec?.replicas === effect.replicas;
    return effect.operations.every(operation => holds(now, operation));
  } catch {
    // It was asked because the cluster did not answer; that it still does not is no news.
    return false;
  }
}

async function isGone({ cluster }: OperationScene, pod: Pod) {
  const { namespace, name, uid } = seen(pod);
  try {
    const now = await cluster.read<Pod>(POD, { namespace, name });
    return (
      now.metadata?.uid !== uid || now.metadata?.deletionTimestamp !== undefined
    );
  } catch (error) {
    if (isError(error) && error.name === 'NotFoundError') return true;
    throw error;
  }
}

/** An API server may add to what was written, and takes nothing away. */
function holds(object: unknown, { path, value }: PatchOperation): boolean {
  const steps = path
    .slice(1)
    .split('/')
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let found: unknown = object;
  for (const step of steps) {
    if (typeof found !== 'object' || found === null) return false;
    found = new Map(Object.entries(found)).get(step);
  }
  return contains(found, value);
}

function contains(found: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return found === wanted;
  if (typeof found !== 'object' || found === null) {
    return Object.keys(wanted).length === 0;
  }
  const present = new Map<string, unknown>(Object.entries(found));
  return Object.entries(wanted).every(([key, value]) =>
    contains(present.get(key), value),
  );
}
