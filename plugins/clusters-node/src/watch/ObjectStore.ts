import type { CacheChange, ObjectCache } from '../types';
import { keyOf, type Identified } from './changes';

/**
 * The objects of one watch, indexed by namespace and by owner. A change costs the same whatever the size: lists are
 * made when somebody asks, and kept until their part changes.
 */
export class ObjectStore<T extends Identified> implements ObjectCache<T> {
  readonly #objects = new Map<string, T>();
  readonly #byNamespace = new Map<string, Map<string, T>>();
  readonly #byOwner = new Map<string, Map<string, T>>();
  readonly #lists = new Map<string, readonly T[]>();
  #all: readonly T[] | undefined;
  #synced = false;

  get synced(): boolean {
    return this.#synced;
  }

  get size(): number {
    return this.#objects.size;
  }

  /** All by {@link keyOf}, to compare with a new list. */
  get objects(): ReadonlyMap<string, T> {
    return this.#objects;
  }

  get(namespace: string | undefined, name: string): T | undefined {
    return this.#objects.get(keyOf({ metadata: { namespace, name } }));
  }

  list(namespace?: string): readonly T[] {
    if (namespace === undefined) {
      this.#all ??= Object.freeze([...this.#objects.values()]);
      return this.#all;
    }
    let items = this.#lists.get(namespace);
    if (!items) {
      const found = this.#byNamespace.get(namespace);
      // Names that hold nothing are not remembered: anybody may ask for any.
      if (!found) return [];
      items = Object.freeze([...found.values()]);
      this.#lists.set(namespace, items);
    }
    return items;
  }

  ownedBy(namespace: string | undefined, uid: string): readonly T[] {
    const owner = ownerKey(namespace ?? '', uid);
    return [...(this.#byOwner.get(owner)?.values() ?? [])];
  }

  /** Says that a whole list has come. */
  markSynced(): void {
    this.#synced = true;
  }

  /** Holds nothing, and knows nothing, any more. */
  clear(): void {
    this.#objects.clear();
    this.#byNamespace.clear();
    this.#byOwner.clear();
    this.#lists.clear();
    this.#all = undefined;
    this.#synced = false;
  }

  apply(changes: readonly CacheChange<T>[]): void {
    for (const change of changes) {
      if (change.type === 'set') this.#set(change.object);
      else if (change.type === 'delete') this.#delete(change.object);
    }
  }

  /** An object that is replaced keeps its place in the lists. */
  #set(object: T): void {
    const key = keyOf(object);
    const owner = controllerOf(object);
    const before = this.#objects.get(key);
    const ownerBefore = before && controllerOf(before);
    if (ownerBefore && ownerBefore !== owner) {
      take(this.#byOwner, ownerBefore, key);
    }
    const namespace = namespaceOf(object);
    this.#objects.set(key, object);
    put(this.#byNamespace, namespace, key, object);
    if (owner) put(this.#byOwner, owner, key, object);
    this.#forgetLists(namespace);
  }

  #delete(object: T): void {
    const key = keyOf(object);
    const before = this.#objects.get(key);
    if (!before) return;
    const namespace = namespaceOf(before);
    const owner = controllerOf(before);
    this.#objects.delete(key);
    take(this.#byNamespace, namespace, key);
    if (owner) take(this.#byOwner, owner, key);
    this.#forgetLists(namespace);
  }

  #forgetLists(namespace: string): void {
    this.#all = undefined;
    this.#lists.delete(namespace);
  }
}

function namespaceOf({ metadata }: Identified): string {
  return metadata?.namespace ?? '';
}

function controllerOf(object: Identified): string | undefined {
  const uid = object.metadata?.ownerReferences?.find(
    owner => owner.controller,
  )?.uid;
  return uid && ownerKey(namespaceOf(object), uid);
}

/** An owner has its own in its namespace only; a reference from another is a forgery, or a mistake. */
function ownerKey(namespace: string, uid: string): string {
  return `${namespace}/${uid}`;
}

function put<T>(
  index: Map<string, Map<string, T>>,
  group: string,
  key: string,
  object: T,
): void {
  let members = index.get(group);
  if (!members) {
    members = new Map();
    index.set(group, members);
  }
  members.set(key, object);
}

function take<T>(
  index: Map<string, Map<string, T>>,
  group: string,
  key: string,
): void {
  const members = index.get(group);
  members?.delete(key);
  if (members?.size === 0) index.delete(group);
}
