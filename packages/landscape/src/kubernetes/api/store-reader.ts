import { objectKey, type ObjectStore } from '../store/object-store';
import type {
  KubeApi,
  KubeObject,
  ListOptions,
  ResourceType,
  WatchEvent,
} from '../types';

/** The reading half of a {@link KubeApi}. */
export class StoreReader implements Pick<KubeApi, 'get' | 'list' | 'watch'> {
  readonly #store: ObjectStore;

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  get<T extends KubeObject>(
    type: ResourceType<T>,
    namespace: string | undefined,
    name: string,
  ): T | undefined {
    const key = objectKey(type.namespaced ? namespace : undefined, name);
    // What is stored under a kind is of that kind: nothing else is ever put there.
    return this.#store.get(type, key) as T | undefined;
  }

  list<T extends KubeObject>(
    type: ResourceType<T>,
    { namespace, labels = {} }: ListOptions = {},
  ): T[] {
    const wanted = Object.entries(labels);
    const objects = this.#store.list(type, namespace) as T[];
    return objects.filter(({ metadata }) =>
      wanted.every(([key, value]) => metadata.labels?.[key] === value),
    );
  }

  watch<T extends KubeObject>(
    type: ResourceType<T>,
    listener: (event: WatchEvent<T>) => void,
  ): () => void {
    return this.#store.subscribe(type, event =>
      listener({
        type: event.type,
        object: event.object as T,
        previous: event.previous as T | undefined,
      }),
    );
  }
}
