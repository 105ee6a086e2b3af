import { resources } from '../resources';
import type { DeleteOptions, KubeObject, ResourceType } from '../types';
import { anyObject, type AnyObject } from './objects';
import { conflict, forbidden, invalidOptions } from './errors';
import { timestamp } from '../controllers/time';

/** What DELETE makes of an object: a changed object that waits for others, or nothing. */
export type Deletion =
  | { outcome: 'waits'; object: AnyObject }
  | { outcome: 'unchanged' }
  | { outcome: 'gone' };

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';
const IMMORTAL = ['default', 'kube-system', 'kube-public'];

/**
 * Decides what a DELETE request does.
 *
 * @remarks
 * Pods wait for their grace period, Namespaces for their contents, and everything for its finalizers, to which the
 * propagation policy may add one of the garbage collector's.
 *
 * @param object - a copy of the stored object, to be changed
 * @throws ApiError Conflict when a precondition does not hold
 */
export function decideDeletion(
  type: ResourceType,
  object: AnyObject,
  options: DeleteOptions,
  now: number,
): Deletion {
  checkPreconditions(type, object, options);
  if (type === resources.namespaces) return decideNamespace(object, now);

  const before = [...(object.metadata.finalizers ?? [])];
  const grace = type === resources.pods ? shorten(object, options, now) : 0;
  if (grace === undefined) return { outcome: 'unchanged' };

  const finalizers = finalizersFor(before, options);
  const waits = grace > 0 || finalizers.length > 0;
  if (!waits) return { outcome: 'gone' };

  setFinalizers(object, finalizers);
  const same =
    object.metadata.deletionTimestamp !== undefined &&
    object.metadata.deletionGracePeriodSeconds === grace &&
    `${before}` === `${finalizers}`;
  if (same) return { outcome: 'unchanged' };
  markDeleted(object, now, grace);
  return { outcome: 'waits', object };
}

/** Whether nothing holds an object any more whose deletion was asked for. */
export function mayVanish(type: ResourceType, object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } =
    object.metadata;
  if (!deletionTimestamp || finalizers?.length) return false;
  if (type !== resources.namespaces) return !deletionGracePeriodSeconds;
  const spec = anyObject(object).spec as { finalizers?: string[] } | undefined;
  return !spec?.finalizers?.length;
}

function checkPreconditions(
  type: ResourceType,
  object: AnyObject,
  { preconditions }: DeleteOptions,
): void {
  const { name, uid, resourceVersion } = object.metadata;
  // The real server puts the kind where all its other messages have the resource.
  const kind = { ...type, plural: type.kind };
  if (preconditions?.uid !== undefined && preconditions.uid !== uid)
    throw conflict(
      kind,
      name,
      `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  const wanted = preconditions?.resourceVersion;
  if (wanted !== undefined && wanted !== resourceVersion)
    throw conflict(
      kind,
      name,
      `the ResourceVersion in the precondition (${wanted}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
}

function decideNamespace(object: AnyObject, now: number): Deletion {
  const { name, deletionTimestamp, finalizers = [] } = object.metadata;
  if (IMMORTAL.includes(name))
    throw forbidden(
      resources.namespaces,
      name,
      'this namespace may not be deleted',
    );
  if (deletionTimestamp)
    return mayVanish(resources.namespaces, object)
      ? { outcome: 'gone' }
      : { outcome: 'unchanged' };
  const spec = object.spec as { finalizers?: string[] };
  if (!spec.finalizers?.length && !finalizers.length)
    return { outcome: 'gone' };
  object.metadata.deletionTimestamp = timestamp(now);
  object.status = {
    ...(object.status as object | undefined),
    phase: 'Terminating',
  };
  return { outcome: 'waits', object };
}

/** The grace period of a Pod in seconds, or undefined when an earlier request already gave it less. */
function shorten(
  object: AnyObject,
  options: DeleteOptions,
  now: number,
): number | undefined {
  const spec = object.spec as {
    terminationGracePeriodSeconds?: number;
    nodeName?: string;
  };
  const status = object.status as { phase?: string } | undefined;
  const { metadata } = object;
  const asked = positive(options.gracePeriodSeconds);

  if (metadata.deletionTimestamp) {
    const pending = metadata.deletionGracePeriodSeconds;
    if (!pending) return 0;
    if (asked === undefined || asked >= pending) return undefined;
    const end = Date.parse(metadata.deletionTimestamp);
    const shortened = end - (pending - asked) * 1000;
    metadata.deletionTimestamp = timestamp(Math.max(shortened, now));
    const grace = shortened < now && asked > 0 ? 1 : asked;
    metadata.deletionGracePeriodSeconds = undefined;
    return grace;
  }
  // Nothing runs yet, or nothing any more: there is nothing to wait for.
  if (!spec.nodeName) return 0;
  if (status?.phase === 'Failed' || status?.phase === 'Succeeded') return 0;
  return asked ?? spec.terminationGracePeriodSeconds ?? 0;
}

/** A negative period means the shortest one. */
function positive(seconds: number | undefined): number | undefined {
  return seconds !== undefined && seconds < 0 ? 1 : seconds;
}

function finalizersFor(present: string[], options: DeleteOptions): string[] {
  if (options.propagationPolicy === undefined) return present;
  const others = present.filter(name => name !== FOREGROUND && name !== ORPHAN);
  switch (options.propagationPolicy) {
    case 'Foreground':
      return [...others, FOREGROUND];
    case 'Orphan':
      return [...others, ORPHAN];
    default:
      return others;
  }
}

function setFinalizers(object: AnyObject, finalizers: string[]): void {
  if (finalizers.length) object.metadata.finalizers = finalizers;
  else delete object.metadata.finalizers;
}

function markDeleted(object: AnyObject, now: number, grace: number): void {
  const { metadata } = object;
  if (!metadata.deletionTimestamp && metadata.generation)
    metadata.generation += 1;
  metadata.deletionTimestamp ??= timestamp(now + grace * 1000);
  metadata.deletionGracePeriodSeconds = grace;
}

/** Reads `propagationPolicy` from outside. */
export function parsePropagation(
  value: unknown,
): DeleteOptions['propagationPolicy'] {
  switch (value) {
    case undefined:
    case null:
      return undefined;
    case 'Orphan':
    case 'Background':
    case 'Foreground':
      return value;
    default:
      throw invalidOptions(
        { kind: 'DeleteOptions' },
        {
          reason: 'FieldValueNotSupported',
          message: `Unsupported value: "${value}": supported values: "Foreground", "Background", "Orphan", "nil"`,
          field: 'propagationPolicy',
        },
      );
  }
}
