import { ApiError } from '../api-error';
import { resources } from '../resources';
import type { KubeObject, OwnerReference, ResourceType } from '../types';
import type { ControllerContext } from './context';
import { removeFinalizer, removeOwners } from './owners';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

interface Item {
  type: ResourceType;
  object: KubeObject;
}

const collected = Object.values(resources).filter(
  type => type !== resources.events,
);
const kindsServed = new Set(
  collected.map(({ group, kind }) => `${group}/${kind}`),
);

/**
 * Deletes what has lost its last owner, before the owner if that one is deleted in the foreground, and makes orphans of
 * the dependents of what is deleted with the policy `Orphan`.
 */
export function startGarbageCollector(context: ControllerContext): void {
  const { api } = context;
  const items = new Map<string, Item>();
  const dependents = new Map<string, Set<string>>();

  const queue = context.queue(uid => {
    const item = items.get(uid);
    if (!item) return;
    const { deletionTimestamp, finalizers = [] } = item.object.metadata;
    if (!deletionTimestamp) collect(item);
    else if (finalizers.includes(ORPHAN)) orphanDependents(item);
    else if (finalizers.includes(FOREGROUND)) deleteDependents(item);
  });

  function orphanDependents({ type, object }: Item): void {
    const owner = new Set([object.metadata.uid]);
    for (const dependent of dependentsOf(object.metadata.uid)) {
      removeOwners(api, dependent.type, dependent.object, owner);
    }
    removeFinalizer(api, type, object, ORPHAN);
  }

  function deleteDependents({ type, object }: Item): void {
    const { uid } = object.metadata;
    const blocking = dependentsOf(uid).filter(dependent =>
      ownersOf(dependent).some(
        owner => owner.uid === uid && owner.blockOwnerDeletion,
      ),
    );
    if (blocking.length === 0) removeFinalizer(api, type, object, FOREGROUND);
    for (const dependent of blocking) queue.add(dependent.object.metadata.uid);
  }

  function collect(item: Item): void {
    const owners = ownersOf(item);
    if (owners.length === 0) return;
    const dangling = owners.filter(owner => !exists(owner));
    const waiting = owners.filter(
      owner => exists(owner) && deletesDependents(items.get(owner.uid)),
    );
    const lost = [...dangling, ...waiting];
    if (lost.length < owners.length) {
      // Somebody else still needs it.
      if (lost.length === 0) return;
      const uids = new Set(lost.map(({ uid }) => uid));
      removeOwners(api, item.type, item.object, uids);
      return;
    }
    const { uid } = item.object.metadata;
    remove(item, waiting.length > 0 && dependentsOf(uid).length > 0);
  }

  function remove({ type, object }: Item, foreground: boolean): void {
    const { namespace, name, uid, finalizers = [] } = object.metadata;
    let policy: 'Background' | 'Foreground' | 'Orphan' = 'Background';
    if (foreground || finalizers.includes(FOREGROUND)) policy = 'Foreground';
    else if (finalizers.includes(ORPHAN)) policy = 'Orphan';
    try {
      api.delete(type, namespace, name, {
        propagationPolicy: policy,
        preconditions: { uid },
      });
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'NotFound') {
        throw error;
      }
    }
  }

  // Of kinds that are not served here nothing is known: what they own is not touched.
  function exists({ uid, apiVersion, kind }: OwnerReference): boolean {
    if (items.has(uid)) return true;
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    return !kindsServed.has(`${group}/${kind}`);
  }

  function dependentsOf(uid: string): Item[] {
    return [...(dependents.get(uid) ?? [])].flatMap(
      dependent => items.get(dependent) ?? [],
    );
  }

  function link(object: KubeObject): void {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const known = dependents.get(uid);
      if (known) known.add(object.metadata.uid);
      else dependents.set(uid, new Set([object.metadata.uid]));
    }
  }

  function unlink(object: KubeObject): void {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const known = dependents.get(uid);
      known?.delete(object.metadata.uid);
      if (known?.size === 0) dependents.delete(uid);
    }
  }

  function observe(type: ResourceType, object: KubeObject): void {
    const { uid, deletionTimestamp, ownerReferences } = object.metadata;
    const before = items.get(uid)?.object;
    items.set(uid, { type, object });
    const owners = before?.metadata.ownerReferences;
    if (!before || owners !== ownerReferences) {
      if (before) unlink(before);
      link(object);
    }
    const isNew = !before && ownerReferences !== undefined;
    if (isNew || deletionTimestamp) queue.add(uid);
  }

  function forget(object: KubeObject): void {
    const { uid } = object.metadata;
    for (const dependent of dependents.get(uid) ?? []) queue.add(dependent);
    for (const owner of object.metadata.ownerReferences ?? []) {
      if (deletesDependents(items.get(owner.uid))) queue.add(owner.uid);
    }
    unlink(items.get(uid)?.object ?? object);
    items.delete(uid);
  }

  for (const type of collected) {
    for (const object of api.list(type)) observe(type, object);
    context.onStop(
      api.watch(type, event => {
        if (event.type === 'DELETED') forget(event.object);
        else observe(type, event.object);
      }),
    );
  }
}

function ownersOf({ object }: Item): OwnerReference[] {
  return object.metadata.ownerReferences ?? [];
}

function deletesDependents(item: Item | undefined): boolean {
  const { deletionTimestamp, finalizers } = item?.object.metadata ?? {};
  return Boolean(deletionTimestamp && finalizers?.includes(FOREGROUND));
}
