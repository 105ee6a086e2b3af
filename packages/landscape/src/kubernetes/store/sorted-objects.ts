import type { KubeObject } from '../types';

/** The objects of one kind by key, kept in the order of their keys: that of etcd, and so of every list. */
export class SortedObjects {
  #byKey = new Map<string, KubeObject>();
  #keys: string[] = [];

  /** The same objects in a list of its own. */
  copy(): SortedObjects {
    const copy = new SortedObjects();
    copy.#byKey = new Map(this.#byKey);
    copy.#keys = [...this.#keys];
    return copy;
  }

  get(key: string): KubeObject | undefined {
    return this.#byKey.get(key);
  }

  set(key: string, object: KubeObject): void {
    if (!this.#byKey.has(key)) this.#keys.splice(this.#firstFrom(key), 0, key);
    this.#byKey.set(key, object);
  }

  delete(key: string): void {
    if (this.#byKey.delete(key)) this.#keys.splice(this.#firstFrom(key), 1);
  }

  /** The objects whose keys start with `prefix`, optionally only those after the key `after`. */
  range(prefix: string, after?: string): KubeObject[] {
    const found: KubeObject[] = [];
    const start = after === undefined || after < prefix ? prefix : after;
    for (let index = this.#firstFrom(start); ; index++) {
      const key = this.#keys[index];
      if (key === undefined || !key.startsWith(prefix)) return found;
      const object = this.#byKey.get(key);
      if (object && key !== after) found.push(object);
    }
  }

  #firstFrom(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#keys[middle] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
