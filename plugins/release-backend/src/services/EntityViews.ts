import { bindingKey, type EntityBinding } from '../entity/bindEntity';
import {
  equalityOf,
  selects,
  type LabelSelector,
} from '../selector/LabelSelector';
import type { Deployment } from '../workload/objects';
import {
  entityView,
  type ClusterSnapshot,
  type EntityView,
  type House,
} from '../workload/entityView';

const MINUTE = 60_000;

/** An entity that nobody asked about for so long is forgotten. */
const KEEP = 15 * MINUTE;
/** More than a company has; the longest unused goes. */
const MAX_ENTITIES = 20_000;

interface Entry {
  binding: EntityBinding;
  view: EntityView | undefined;
  usedAt: number;
}

interface Options {
  house: House;
  clock: () => number;
}

function indexKey({ key, value }: { key: string; value: string }): string {
  return `${key}=${value}`;
}

/**
 * The views of the entities that were asked about lately. Each is made when it is asked for, and kept until a change
 * concerns it: a change costs the entities that select the changed Deployment, not all of them.
 */
export class EntityViews {
  readonly #house: House;
  readonly #clock: () => number;
  /** By {@link bindingKey}: who was told other annotations a moment ago must not undo each other's views. */
  readonly #entries = new Map<string, Entry>();
  /** Keys of entries by a label that their selector demands. */
  readonly #byLabel = new Map<string, Set<string>>();
  /** Keys of entries whose selector demands no one value. */
  readonly #others = new Set<string>();

  constructor(options: Options) {
    this.#house = options.house;
    this.#clock = options.clock;
  }

  get(
    binding: EntityBinding,
    clusters: ReadonlyMap<string, ClusterSnapshot>,
  ): EntityView {
    const now = this.#clock();
    const entry = this.#entryOf(binding, now);
    if (!entry.view || now >= entry.view.changesAt) {
      entry.view = entityView(binding, clusters, this.#house, now);
    }
    return entry.view;
  }

  /**
   * Forgets the views that the Deployments are part of, or could be.
   *
   * @param deployments - as they are and as they were; `undefined` for all that there are
   * @returns refs of the entities
   */
  invalidate(
    deployments: ReadonlySet<Pick<Deployment, 'metadata'>> | undefined,
  ): ReadonlySet<string> {
    const concerned = this.#concerned(deployments);
    for (const entry of concerned) entry.view = undefined;
    return refsOf(concerned);
  }

  /**
   * What {@link invalidate} returns, for changes of what views are not made of.
   *
   * @returns refs of the entities
   */
  concerned(
    deployments: ReadonlySet<Pick<Deployment, 'metadata'>> | undefined,
  ): ReadonlySet<string> {
    return refsOf(this.#concerned(deployments));
  }

  /** Forgets entities that nobody asks about any more. To be called now and then. */
  prune(): void {
    const since = this.#clock() - KEEP;
    for (const [key, { usedAt }] of this.#entries) {
      if (usedAt <= since || this.#entries.size > MAX_ENTITIES) {
        this.#forget(key);
      }
    }
  }

  #entryOf(binding: EntityBinding, now: number): Entry {
    const key = bindingKey(binding);
    const known = this.#entries.get(key);
    const entry = known ?? { binding, view: undefined, usedAt: now };
    entry.usedAt = now;
    // In the order of their last use, so that pruning meets the longest unused first.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (!known) this.#index(key, binding.selector);
    return entry;
  }

  #forget(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#unindex(key, entry.binding.selector);
  }

  #index(key: string, selector: LabelSelector | undefined): void {
    if (!selector) return;
    const equality = equalityOf(selector);
    if (!equality) {
      this.#others.add(key);
      return;
    }
    const keys = this.#byLabel.get(indexKey(equality));
    if (keys) keys.add(key);
    else this.#byLabel.set(indexKey(equality), new Set([key]));
  }

  #unindex(key: string, selector: LabelSelector | undefined): void {
    if (!selector) return;
    this.#others.delete(key);
    const equality = equalityOf(selector);
    if (!equality) return;
    const keys = this.#byLabel.get(indexKey(equality));
    keys?.delete(key);
    if (keys?.size === 0) this.#byLabel.delete(indexKey(equality));
  }

  #concerned(
    deployments: ReadonlySet<Pick<Deployment, 'metadata'>> | undefined,
  ): Iterable<Entry> {
    if (!deployments) return [...this.#entries.values()];
    const keys = new Set<string>();
    for (const { metadata } of deployments) {
      for (const key of this.#selecting(metadata?.labels ?? {})) keys.add(key);
    }
    return [...keys].flatMap(key => this.#entries.get(key) ?? []);
  }

  *#selecting(labels: Readonly<Record<string, string>>): Iterable<string> {
    const candidates = new Set(this.#others);
    for (const [key, value] of Object.entries(labels)) {
      const demanding = this.#byLabel.get(indexKey({ key, value }));
      for (const candidate of demanding ?? []) candidates.add(candidate);
    }
    for (const key of candidates) {
      const selector = this.#entries.get(key)?.binding.selector;
      if (selector && selects(selector, labels)) yield key;
    }
  }
}

function refsOf(entries: Iterable<Entry>): ReadonlySet<string> {
  return new Set([...entries].map(({ binding }) => binding.entityRef));
}
