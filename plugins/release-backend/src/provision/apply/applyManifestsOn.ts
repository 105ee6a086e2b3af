import { isError } from '@backstage/errors';
import type { Cluster } from '@pilothouse/plugin-clusters-node';
import type {
  AppliedObject,
  ApplyTarget,
  ProvisionError,
} from '@pilothouse/plugin-release-common';
import { applySettled } from '../applySettled';
import {
  endsTheCluster,
  failureOf,
  failureOfOutcome,
  isNotFound,
} from '../failure';
import { isCustom, MANIFEST_KINDS } from '../kinds';
import { keyOf, type Manifest } from '../manifests/Manifest';
import type { LeftField } from './leaveToOthers';
import { manifestBody, MANIFESTS_MANAGER } from './manifestBody';

type Written = Pick<AppliedObject, 'status' | 'error' | 'left'>;

/** What pods need first, what leads to them last. */
export function inOrder(manifests: readonly Manifest[]): Manifest[] {
  return MANIFEST_KINDS.flatMap(kind =>
    manifests.filter(manifest => manifest.kind === kind),
  );
}

/** Applies manifests to one cluster, object by object. Never throws what a cluster says. */
export async function applyManifestsOn(
  cluster: Cluster,
  namespace: string,
  manifests: readonly Manifest[],
): Promise<ApplyTarget> {
  const objects: AppliedObject[] = [];
  let stopped = false;
  for (const manifest of inOrder(manifests)) {
    const written: Written = stopped
      ? { status: 'failed', error: { code: 'not-tried', params: {} } }
      : await applyManifest(cluster, namespace, manifest);
    objects.push({ ...keyOf(manifest), ...written });
    stopped ||= written.error !== undefined && endsTheCluster(written.error);
  }
  return targetOf(cluster.name, namespace, objects);
}

/** A cluster on which nothing was tried. */
export function failedTarget(
  cluster: string,
  namespace: string,
  manifests: readonly Manifest[],
  error: ProvisionError,
): ApplyTarget {
  const objects = inOrder(manifests).map(
    (manifest): AppliedObject => ({
      ...keyOf(manifest),
      status: 'failed',
      error: { code: 'not-tried', params: {} },
    }),
  );
  return { cluster, namespace, status: 'failed', objects, error };
}

async function applyManifest(
  cluster: Cluster,
  namespace: string,
  manifest: Manifest,
): Promise<Written> {
  const { kind, name } = manifest;
  let left: LeftField[] = [];
  try {
    const applied = await applySettled(
      cluster,
      kind,
      { namespace, name },
      {
        fieldManager: MANIFESTS_MANAGER,
        bodyOf: live => {
          const made = manifestBody(manifest, live);
          left = made.left;
          return made.body;
        },
      },
    );
    const rest = left.length > 0 ? { left } : {};
    switch (applied.status) {
      case 'created':
      case 'unchanged':
        return { status: applied.status, ...rest };
      case 'changed':
        return { status: 'configured', ...rest };
      default:
        return {
          status: 'failed',
          error: failureOfOutcome(applied.outcome),
        };
    }
  } catch (error) {
    if (isError(error) && error.name === 'NotOursError') {
      return { status: 'failed', error: { code: 'not-ours', params: {} } };
    }
    // The namespace is there, and an object is made by applying it: what is not found is the kind.
    if (isNotFound(error) && isCustom(kind)) return { status: 'not-served' };
    return { status: 'failed', error: failureOf(error) };
  }
}

function targetOf(
  cluster: string,
  namespace: string,
  objects: AppliedObject[],
): ApplyTarget {
  const statuses = objects.map(({ status }) => status);
  const has = (status: AppliedObject['status']) => statuses.includes(status);
  const status =
    (has('failed') && 'failed') ||
    (has('configured') && 'configured') ||
    (has('created') && (has('unchanged') ? 'configured' : 'created')) ||
    'unchanged';
  return {
    cluster,
    namespace,
    status,
    objects,
    error: objects.find(({ error }) => error)?.error,
  };
}
