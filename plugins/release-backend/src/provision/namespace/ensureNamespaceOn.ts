import { NAMESPACE, type Cluster } from '@pilothouse/plugin-clusters-node';
import {
  NAMESPACE_OWNER_LABEL,
  type NamespaceObject,
  type NamespaceTarget,
  type ProvisionError,
} from '@pilothouse/plugin-release-common';
import type { Grants } from '../../config/Grants';
import { applySettled } from '../applySettled';
import { endsTheCluster, failureOf, failureOfOutcome } from '../failure';
import { at, recordsAt, textsAt, type Json } from '../manifests/reading';
import type { ProvisionPlace } from '../ports';
import type { ProvisionConfig } from '../readProvisionConfig';
import { seenOf } from '../readIfThere';
import {
  NAMESPACE_MANAGER,
  namespaceBodies,
  namespaceLabels,
  type Body,
} from './bodies';
import { readStanding, type NamespaceStanding } from './ownedNamespace';
import { addPullSecret, copyPullSecret } from './pullSecret';

interface Options {
  place: ProvisionPlace;
  config: ProvisionConfig;
  grants: Grants;
  dryRun: boolean;
}

type Written = Pick<NamespaceObject, 'status' | 'error'>;

/** What became of the Namespace itself, and whether it is one that the portal has made. */
type WrittenNamespace = Written & { isMade: boolean };

const failed = (error: ProvisionError): Written => ({
  status: 'failed',
  error,
});

/**
 * Makes a namespace ready on one cluster, object by object. Never throws what a cluster says.
 *
 * Only what the portal has made is given limits: a quota, restricted pods and closed doors would stop what runs in a
 * namespace that somebody else has made. That one gets the pull secret.
 */
export async function ensureNamespaceOn(
  cluster: Cluster,
  standing: NamespaceStanding,
  options: Options,
): Promise<NamespaceTarget> {
  const { place } = options;
  const { namespace } = place;
  const { isMade, ...first } = await ensureItself(cluster, standing, options);
  const objects: NamespaceObject[] = [
    { apiVersion: 'v1', kind: 'Namespace', name: namespace, ...first },
  ];
  // Where there is no namespace yet, nothing in it can be tried.
  const isImagined = options.dryRun && standing.is === 'absent';
  let stopped = first.status === 'failed';
  for (const step of steps(cluster, options)) {
    if (stopped) {
      const error: ProvisionError = { code: 'not-tried', params: {} };
      objects.push({ ...step.key, status: 'failed', error });
    } else if (isImagined) {
      objects.push({ ...step.key, status: 'created' });
    } else if (step.limits && !isMade) {
      objects.push({ ...step.key, status: 'kept' });
    } else {
      const object = await step.run();
      objects.push(object);
      stopped = object.error !== undefined && endsTheCluster(object.error);
    }
  }
  return {
    cluster: cluster.name,
    namespace,
    status: statusOf(objects),
    objects,
    error: objects.find(({ error }) => error)?.error,
  };
}

interface Step {
  key: { apiVersion: string; kind: string; name: string };
  /** Whether it takes something from what runs there. */
  limits?: boolean;
  run(): Promise<NamespaceObject>;
}

function steps(cluster: Cluster, options: Options): Step[] {
  const { place, config, dryRun } = options;
  const { namespace } = place;
  const { pullSecret } = config;
  return [
    ...namespaceBodies(place, config).map((body): Step => {
      const { apiVersion, kind } = body.kind;
      const key = { apiVersion, kind, name: nameIn(body) };
      return {
        key,
        limits: true,
        run: async () => ({
          ...key,
          ...(await applyBody(cluster, body, key.name, options)),
        }),
      };
    }),
    ...(pullSecret
      ? [
          {
            key: { apiVersion: 'v1', kind: 'Secret', name: pullSecret.name },
            run: () =>
              copyPullSecret(cluster, pullSecret, namespace, { dryRun }),
          },
          {
            key: { apiVersion: 'v1', kind: 'ServiceAccount', name: 'default' },
            run: () =>
              addPullSecret(cluster, namespace, pullSecret.name, { dryRun }),
          },
        ]
      : []),
  ];
}

function nameIn({ object }: Body): string {
  const { name } = { name: '', ...textsAt(object, 'metadata') };
  return name;
}

async function applyBody(
  cluster: Cluster,
  { kind, object }: Body,
  name: string,
  { place, dryRun }: Options,
): Promise<Written> {
  try {
    const applied = await applySettled(
      cluster,
      kind,
      { name, namespace: place.namespace },
      { fieldManager: NAMESPACE_MANAGER, dryRun, bodyOf: () => object },
    );
    switch (applied.status) {
      case 'created':
      case 'unchanged':
        return { status: applied.status };
      case 'changed':
        return { status: 'updated' };
      default: {
        const { outcome } = applied;
        // Somebody has given it other numbers by hand: they know why.
        return outcome.outcome === 'conflict' && outcome.reason === 'owned'
          ? { status: 'kept' }
          : failed(failureOfOutcome(outcome));
      }
    }
  } catch (error) {
    return failed(failureOf(error));
  }
}

/** The Namespace itself: made where it is not there, and given what of its labels is missing. */
async function ensureItself(
  cluster: Cluster,
  standing: NamespaceStanding,
  options: Options,
): Promise<WrittenNamespace> {
  switch (standing.is) {
    case 'unknown':
      return { ...failed(standing.error), isMade: false };
    case 'theirs':
      return { ...failed(notOurs(standing.owner)), isMade: false };
    case 'ours':
      return addLabels(cluster, standing.object, options);
    default:
      return createNamespace(cluster, options);
  }
}

async function createNamespace(
  cluster: Cluster,
  options: Options,
): Promise<WrittenNamespace> {
  const { place, grants, dryRun } = options;
  const body = {
    metadata: { name: place.namespace, labels: namespaceLabels(place) },
  };
  try {
    // Not applied: of two who make it at the same time only one may become its owner.
    const outcome = await cluster.create<Json>(NAMESPACE, body, {
      fieldManager: NAMESPACE_MANAGER,
      dryRun,
    });
    if (outcome.outcome === 'done') return { status: 'created', isMade: true };
    // Made by somebody else, or by us without an answer: it says itself whose it is.
    const now = await readStanding(cluster, place, grants);
    return now.is === 'absent'
      ? { ...failed(failureOfOutcome(outcome)), isMade: false }
      : await ensureItself(cluster, now, options);
  } catch (error) {
    return { ...failed(failureOf(error)), isMade: false };
  }
}

/** Adds what is missing to one that the portal has made, and changes nothing that is there. */
async function addLabels(
  cluster: Cluster,
  object: Json,
  options: Options,
): Promise<WrittenNamespace> {
  if (!isMadeByUs(object)) return { status: 'kept', isMade: false };
  const written = await addMissingLabels(cluster, object, options);
  return { ...written, isMade: true };
}

async function addMissingLabels(
  cluster: Cluster,
  object: Json,
  { place, dryRun }: Options,
): Promise<Written> {
  const labels = textsAt(object, 'metadata', 'labels');
  const missing = Object.entries(namespaceLabels(place)).filter(
    ([key]) => labels[key] === undefined,
  );
  if (missing.length === 0) return { status: 'unchanged' };
  try {
    const outcome = await cluster.jsonPatch<Json>(
      NAMESPACE,
      { namespace: '', name: place.namespace, ...seenOf(object) },
      missing.map(([key, value]) => ({
        op: 'add',
        path: `/metadata/labels/${key.replaceAll('/', '~1')}`,
        value,
      })),
      { fieldManager: NAMESPACE_MANAGER, dryRun },
    );
    return outcome.outcome === 'done'
      ? { status: 'updated' }
      : failed(failureOfOutcome(outcome));
  } catch (error) {
    return failed(failureOf(error));
  }
}

/** Whoever makes a namespace says whose it is, and is known as the one who said it. */
function isMadeByUs(object: Json): boolean {
  return recordsAt(object, 'metadata', 'managedFields').some(
    ({ manager, fieldsV1 }) =>
      manager === NAMESPACE_MANAGER &&
      at(fieldsV1, 'f:metadata', 'f:labels', `f:${NAMESPACE_OWNER_LABEL}`) !==
        undefined,
  );
}

function notOurs(owner: string | undefined): ProvisionError {
  return { code: 'not-ours', params: owner === undefined ? {} : { owner } };
}

function statusOf(
  objects: readonly NamespaceObject[],
): NamespaceTarget['status'] {
  const statuses = objects.map(({ status }) => status);
  if (statuses.includes('failed')) return 'failed';
  if (objects[0].status === 'created') return 'created';
  return statuses.some(status => status === 'created' || status === 'updated')
    ? 'updated'
    : 'unchanged';
}
