import type { CacheChange } from '../types';

/** What we ask of every object: the projections see to it that it is there. */
export interface Identified {
  metadata?: {
    name?: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    ownerReferences?: readonly { uid: string; controller?: boolean }[];
  };
}

/** An event of a watch that changes objects. */
export interface ObjectEvent<T> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: T;
}

/** `namespace/name`, neither of which can hold a slash. */
export function keyOf({ metadata }: Identified): string {
  return `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}

/**
 * What one event changes, given the object that the cache holds under its name. Total: events may come twice, after a
 * reconnect from an older version, or be missing, after a relist from a newer one.
 */
export function changesOf<T extends Identified>(
  before: T | undefined,
  { type, object }: ObjectEvent<T>,
): CacheChange<T>[] {
  if (type === 'DELETED') {
    return before ? [{ type: 'delete', object: before }] : [];
  }
  if (!before) return [{ type: 'set', object }];
  if (isSame(before, object)) return [];
  // The end of the old one was missed, and the new one only shares its name.
  return before.metadata?.uid === object.metadata?.uid
    ? [{ type: 'set', object, before }]
    : [
        { type: 'delete', object: before },
        { type: 'set', object },
      ];
}

/** What a new list changes: deletions first, counted against what the cache held. */
export function differences<T extends Identified>(
  before: ReadonlyMap<string, T>,
  listed: ReadonlyMap<string, T>,
): CacheChange<T>[] {
  const changes: CacheChange<T>[] = [];
  for (const [key, object] of before) {
    if (!listed.has(key)) changes.push({ type: 'delete', object });
  }
  for (const [key, object] of listed) {
    changes.push(...changesOf(before.get(key), { type: 'MODIFIED', object }));
  }
  return changes;
}

function isSame(one: Identified, other: Identified): boolean {
  return (
    one.metadata?.uid === other.metadata?.uid &&
    one.metadata?.resourceVersion === other.metadata?.resourceVersion
  );
}
