import type { ApiError } from '../api-error';
import type { KubeObject } from '../types';
import type { ControllerContext } from './context';
import type { ObjectCache } from './object-cache';
import {
  controllerOf,
  controllerReference,
  type LabelSelector,
} from './objects';
import { addOwner, removeOwners } from './owners';
import { selects } from './selectors';

/**
 * Finds what `owner` controls: adopts orphans that its selector matches, and lets go of what it no longer matches.
 * An owner on its way out does neither.
 */
export function claim<T extends KubeObject>(
  { api }: ControllerContext,
  cache: ObjectCache<T>,
  owner: KubeObject & { spec: { selector: LabelSelector } },
): T[] {
  const { namespace, uid, deletionTimestamp } = owner.metadata;
  const { selector } = owner.spec;
  const claimed: T[] = [];
  for (const object of [...cache.controlledBy(uid)]) {
    if (selects(selector, object.metadata.labels)) claimed.push(object);
    else if (!deletionTimestamp) {
      removeOwners(api, cache.type, object, new Set([uid]));
    }
  }
  if (deletionTimestamp) return claimed;
  for (const orphan of [...cache.orphansIn(namespace)]) {
    if (orphan.metadata.deletionTimestamp) continue;
    if (!selects(selector, orphan.metadata.labels)) continue;
    const reference = controllerReference(owner);
    claimed.push(addOwner(api, cache.type, orphan, reference));
  }
  return claimed;
}

/** Objects of `owners` that would adopt an orphan with these labels. */
export function candidateOwners<
  T extends KubeObject & { spec: { selector: LabelSelector } },
>(owners: ObjectCache<T>, orphan: KubeObject): T[] {
  if (controllerOf(orphan)) return [];
  return [...owners.inNamespace(orphan.metadata.namespace)].filter(owner =>
    selects(owner.spec.selector, orphan.metadata.labels),
  );
}

/** Whether the API refused to create something because its namespace is being deleted. */
export function isNamespaceTerminating(error: ApiError): boolean {
  return (error.details?.causes ?? []).some(
    cause => cause.reason === 'NamespaceTerminating',
  );
}
