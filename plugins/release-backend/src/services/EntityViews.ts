import type { EntityBinding } from '../entity/bindEntity';
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
  readonly #entries = new Map<string, Entry>();
  /** Refs of entities by a label that their selector demands. */
  readonly #byLabel = new Map<string, Set<string>>();
  /** Refs of entities whose selector demands no one value. */
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
    const refs = new Set<string>();
    if (!deployments) {
      for (const ref of this.#entries.keys()) refs.add(ref);
    }
    for (const { metadata } of deployments ?? []) {
      for (const ref of this.#selecting(metadata?.labels ?? {})) refs.add(ref);
    }
    for (const ref of refs) {
      const entry = this.#entries.get(ref);
      if (entry) entry.view = undefined;
    }
    return refs;
  }

  /** Forgets entities that nobody asks about any more. To be called now and then. */
  prune(): void {
    const since = this.#clock() - KEEP;
    for (const [ref, { usedAt }] of this.#entries) {
      if (usedAt <= since || this.#entries.size > MAX_ENTITIES) {
        this.#forget(ref);
      }
    }
  }

  #entryOf(binding: EntityBinding, now: number): Entry {
    const ref = binding.entityRef;
    const known = this.#entries.get(ref);
    const same = known && isSame(known.binding, binding);
    const entry = same ? known : { binding, view: undefined, usedAt: now };
    entry.usedAt = now;
    // In the order of their last use, so that pruning meets the longest unused first.
    this.#entries.delete(ref);
    if (known && !same) this.#unindex(ref, known.binding.selector);
    this.#entries.set(ref, entry);
    if (!same) this.#index(ref, binding.selector);
    return entry;
  }

  #forget(ref: string): void {
    const entry = this.#entries.get(ref);
    if (!entry) return;
    this.#entries.delete(ref);
    this.#unindex(ref, entry.binding.selector);
  }

  #index(ref: string, selector: LabelSelector | undefined): void {
    if (!selector) return;
    const equality = equalityOf(selector);
    if (!equality) {
      this.#others.add(ref);
      return;
    }
    const refs = this.#byLabel.get(indexKey(equality));
    if (refs) refs.add(ref);
    else this.#byLabel.set(indexKey(equality), new Set([ref]));
  }

  #unindex(ref: string, selector: LabelSelector | undefined): void {
    if (!selector) return;
    this.#others.delete(ref);
    const equality = equalityOf(selector);
    if (!equality) return;
    const refs = this.#byLabel.get(indexKey(equality));
    refs?.delete(ref);
    if (refs?.size === 0) this.#byLabel.delete(indexKey(equality));
  }

  *#selecting(labels: Readonly<Record<string, string>>): Iterable<string> {
    const candidates = new Set(this.#others);
    for (const [key, value] of Object.entries(labels)) {
      for (const ref of this.#byLabel.get(indexKey({ key, value })) ?? []) {
        candidates.add(ref);
      }
    }
    for (const ref of candidates) {
      const selector = this.#entries.get(ref)?.binding.selector;
      if (selector && selects(selector, labels)) yield ref;
    }
  }
}

/** Bindings are made anew from each answer of the catalog; most say the same again. */
function isSame(a: EntityBinding, b: EntityBinding): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
