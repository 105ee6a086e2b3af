import type { KubeApi, KubeObject, ResourceType, WatchEvent } from '../types';
import { controllerOf, keyOf } from './objects';

class Index<T> {
  readonly #groups = new Map<string, Map<string, T>>();

  of(group: string): Iterable<T> {
    return this.#groups.get(group)?.values() ?? [];
  }

  put(group: string, key: string, object: T): void {
    const members = this.#groups.get(group);
    if (members) members.set(key, object);
    else this.#groups.set(group, new Map([[key, object]]));
  }

  remove(group: string, key: string): void {
    const members = this.#groups.get(group);
    members?.delete(key);
    if (members?.size === 0) this.#groups.delete(group);
  }
}

/**
 * All objects of one kind, kept by a watch and indexed by what controllers ask for: key, namespace and controller.
 * It is never behind: the API server tells its watchers inside the write.
 */
export class ObjectCache<T extends KubeObject> {
  readonly type: ResourceType<T>;
  readonly #byKey = new Map<string, T>();
  readonly #byNamespace = new Index<T>();
  readonly #byController = new Index<T>();
  readonly #orphans = new Index<T>();
  readonly #listeners: ((event: WatchEvent<T>) => void)[] = [];
  readonly #unwatch: () => void;

  constructor(api: KubeApi, type: ResourceType<T>) {
    this.type = type;
    for (const object of api.list(type)) this.#put(object);
    this.#unwatch = api.watch(type, event => {
      this.#remove(keyOf(event.object));
      if (event.type !== 'DELETED') this.#put(event.object);
      for (const listener of this.#listeners) listener(event);
    });
  }

  get(key: string): T | undefined {
    return this.#byKey.get(key);
  }

  all(): Iterable<T> {
    return this.#byKey.values();
  }

  inNamespace(namespace: string | undefined): Iterable<T> {
    return this.#byNamespace.of(namespace ?? '');
  }

  /** Objects whose controller is the object with this uid. */
  controlledBy(uid: string): Iterable<T> {
    return this.#byController.of(uid);
  }

  /** Objects of a namespace that nobody controls. */
  orphansIn(namespace: string | undefined): Iterable<T> {
    return this.#orphans.of(namespace ?? '');
  }

  /** Calls `listener` for each object there is, and then for each change. */
  subscribe(listener: (event: WatchEvent<T>) => void): void {
    for (const object of this.#byKey.values()) {
      listener({ type: 'ADDED', object });
    }
    this.#listeners.push(listener);
  }

  stop(): void {
    this.#unwatch();
    this.#listeners.length = 0;
  }

  #put(object: T): void {
    const key = keyOf(object);
    const namespace = object.metadata.namespace ?? '';
    const controller = controllerOf(object);
    this.#byKey.set(key, object);
    this.#byNamespace.put(namespace, key, object);
    if (controller) this.#byController.put(controller.uid, key, object);
    else this.#orphans.put(namespace, key, object);
  }

  #remove(key: string): void {
    const object = this.#byKey.get(key);
    if (!object) return;
    const namespace = object.metadata.namespace ?? '';
    const controller = controllerOf(object);
    this.#byKey.delete(key);
    this.#byNamespace.remove(namespace, key);
    if (controller) this.#byController.remove(controller.uid, key);
    else this.#orphans.remove(namespace, key);
  }
}
