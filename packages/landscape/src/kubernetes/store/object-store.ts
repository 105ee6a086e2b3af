import type { Clock } from '../../clock';
import type { KubeObject, ResourceType, WatchEventType } from '../types';
import { deepFreeze } from './freeze';
import {
  DEFAULT_LIMITS,
  History,
  type HistoryLimits,
  type StoreEvent,
} from './history';
import { SortedObjects } from './sorted-objects';

/** Where an object stands in the order of its kind: `namespace/name`, or its name when it has no namespace. */
export function objectKey(
  namespace: string | undefined,
  name: string | undefined,
): string {
  return namespace ? `${namespace}/${name}` : `${name}`;
}

/** Thrown for a revision that the store has forgotten. */
export class CompactedError extends Error {
  readonly compacted: number;

  constructor(compacted: number) {
    super(`revisions before ${compacted} have been compacted`);
    this.name = 'CompactedError';
    this.compacted = compacted;
  }
}

/**
 * All objects of one cluster, with one counter of revisions over all kinds and a short memory of the past, like etcd.
 *
 * @remarks
 * Stored objects are frozen deeply and shared by everybody. The store checks nothing: that is the API server's job.
 */
export class ObjectStore {
  readonly #clock: Clock;
  readonly #history: History;
  readonly #objects = new Map<ResourceType, SortedObjects>();
  readonly #listeners = new Map<
    ResourceType,
    Set<(event: StoreEvent) => void>
  >();
  #revision = 0;

  constructor(options: { clock: Clock; limits?: HistoryLimits }) {
    this.#clock = options.clock;
    this.#history = new History(options.limits ?? DEFAULT_LIMITS);
  }

  /** The number of the latest write. */
  get revision(): number {
    return this.#revision;
  }

  /** The oldest revision from which a watch can start or at which a list can be read. */
  get compacted(): number {
    return this.#history.compacted;
  }

  get(type: ResourceType, key: string): KubeObject | undefined {
    return this.#objects.get(type)?.get(key);
  }

  /** The objects of a kind in the order of their keys, in all namespaces or in one. */
  list(type: ResourceType, namespace?: string): KubeObject[] {
    return this.#objects.get(type)?.range(prefixOf(namespace)) ?? [];
  }

  /**
   * What `list` would have answered at `revision`, optionally only what comes after a key.
   *
   * @throws CompactedError when the store no longer knows
   */
  listAt(
    type: ResourceType,
    revision: number,
    options: { namespace?: string; after?: string } = {},
  ): KubeObject[] {
    if (revision < this.compacted) throw new CompactedError(this.compacted);
    const past = this.#objects.get(type)?.copy() ?? new SortedObjects();
    for (const event of [...this.#history.after(revision)].reverse()) {
      if (event.resource !== type) continue;
      if (event.previous) past.set(event.key, event.previous);
      else past.delete(event.key);
    }
    return past.range(prefixOf(options.namespace), options.after);
  }

  /** Creates or replaces an object, gives it the next resourceVersion and returns it as it is stored. */
  put<T extends KubeObject>(type: ResourceType<T>, object: T): T {
    const key = objectKey(object.metadata.namespace, object.metadata.name);
    const previous = this.get(type, key);
    const stored = this.#atNextRevision(object);
    let objects = this.#objects.get(type);
    if (!objects) this.#objects.set(type, (objects = new SortedObjects()));
    objects.set(key, stored);
    this.#publish(previous ? 'MODIFIED' : 'ADDED', type, key, stored, previous);
    return stored;
  }

  /** Removes an object; the event carries `last`, its state at the end, with a resourceVersion of its own. */
  remove<T extends KubeObject>(type: ResourceType<T>, last: T): T {
    const key = objectKey(last.metadata.namespace, last.metadata.name);
    const previous = this.get(type, key);
    const stored = this.#atNextRevision(last);
    this.#objects.get(type)?.delete(key);
    this.#publish('DELETED', type, key, stored, previous);
    return stored;
  }

  /**
   * The changes of a kind after `revision`, oldest first.
   *
   * @throws CompactedError when some of them are forgotten
   */
  changesAfter(type: ResourceType, revision: number): StoreEvent[] {
    if (revision < this.compacted) throw new CompactedError(this.compacted);
    return [...this.#history.after(revision)].filter(
      event => event.resource === type,
    );
  }

  /** Calls `listener` inside every write to a kind, until the returned function is called. */
  subscribe(
    type: ResourceType,
    listener: (event: StoreEvent) => void,
  ): () => void {
    let listeners = this.#listeners.get(type);
    if (!listeners) this.#listeners.set(type, (listeners = new Set()));
    const added = listeners.add(listener);
    return () => added.delete(listener);
  }

  /** Forgets everything up to `revision` (default: now), as etcd does every few minutes. */
  compact(revision = this.#revision): void {
    this.#history.compact(Math.min(revision, this.#revision));
  }

  #atNextRevision<T extends KubeObject>(object: T): T {
    this.#revision++;
    return deepFreeze({
      ...object,
      metadata: { ...object.metadata, resourceVersion: `${this.#revision}` },
    });
  }

  #publish(
    type: WatchEventType,
    resource: ResourceType,
    key: string,
    object: KubeObject,
    previous: KubeObject | undefined,
  ): void {
    const event: StoreEvent = {
      revision: this.#revision,
      type,
      resource,
      key,
      object,
      previous,
      at: this.#clock.now(),
    };
    this.#history.append(event);
    for (const listener of this.#listeners.get(resource) ?? []) listener(event);
  }
}

function prefixOf(namespace: string | undefined): string {
  return namespace ? `${namespace}/` : '';
}
