import type { ObjectCache } from '@pilothouse/plugin-clusters-node';
import {
  equalityOf,
  selects,
  type LabelSelector,
} from '../selector/LabelSelector';
import type { Deployment } from '../workload/objects';

/**
 * Finds Deployments by a selector without looking at each: a fleet of hundreds of services asks for all of them at once.
 * Built when it is asked, anew after a change.
 */
export class DeploymentIndex {
  readonly #cache: ObjectCache<Deployment>;
  readonly #byLabel = new Map<string, Map<string, Deployment[]>>();

  constructor(cache: ObjectCache<Deployment>) {
    this.#cache = cache;
  }

  /** Has to be told of every change of the cache. */
  invalidate(): void {
    this.#byLabel.clear();
  }

  /** @param namespace - the only one to look into */
  find(selector: LabelSelector, namespace?: string): Deployment[] {
    return this.#candidates(selector, namespace).filter(
      ({ metadata }) =>
        (namespace === undefined || metadata?.namespace === namespace) &&
        selects(selector, metadata?.labels),
    );
  }

  #candidates(
    selector: LabelSelector,
    namespace?: string,
  ): readonly Deployment[] {
    const equality = equalityOf(selector);
    if (!equality) return this.#cache.list(namespace);
    return this.#valuesOf(equality.key).get(equality.value) ?? [];
  }

  #valuesOf(key: string): Map<string, Deployment[]> {
    const known = this.#byLabel.get(key);
    if (known) return known;
    const values = new Map<string, Deployment[]>();
    for (const deployment of this.#cache.list()) {
      const value = deployment.metadata?.labels?.[key];
      if (value === undefined) continue;
      const others = values.get(value);
      if (others) others.push(deployment);
      else values.set(value, [deployment]);
    }
    this.#byLabel.set(key, values);
    return values;
  }
}
