import type { FieldsV1 } from '../types';

/**
 * A step into an object, spelled as in `FieldsV1`: `f:name` (a field or a map's key), `k:{"name":"web"}` (an item of a
 * list by its keys), `v:"x"` (an item of a set by its value).
 */
export type PathElement = string;
export type Path = readonly PathElement[];

/** Sets by the stored JSON they were read from: most managers of an object are untouched by most of its changes. */
const read = new WeakMap<FieldsV1, FieldSet>();

/** An immutable set of paths. */
export class FieldSet {
  static readonly empty = new FieldSet(new Set(), new Map());

  readonly #members: ReadonlySet<PathElement>;
  readonly #children: ReadonlyMap<PathElement, FieldSet>;
  /** The stored JSON that the set was read from. */
  readonly #source: FieldsV1 | undefined;

  private constructor(
    members: ReadonlySet<PathElement>,
    children: ReadonlyMap<PathElement, FieldSet>,
    source?: FieldsV1,
  ) {
    this.#members = members;
    this.#children = children;
    this.#source = source;
  }

  static of(...paths: Path[]): FieldSet {
    return FieldSet.#below(paths, 0);
  }

  static fromJson(fields: FieldsV1): FieldSet {
    const known = read.get(fields);
    if (known) return known;
    const members = new Set<PathElement>();
    const children = new Map<PathElement, FieldSet>();
    for (const [element, node] of Object.entries(fields)) {
      if (element === '.') continue;
      const child = FieldSet.fromJson(node);
      if (child.isEmpty || '.' in node) members.add(element);
      if (!child.isEmpty) children.set(element, child);
    }
    // What is not frozen may still change.
    const isStored = Object.isFrozen(fields);
    const set = new FieldSet(members, children, isStored ? fields : undefined);
    if (isStored) read.set(fields, set);
    return set;
  }

  toJson(): FieldsV1 {
    if (this.#source) return this.#source;
    const json: FieldsV1 = {};
    for (const element of this.#elements()) {
      const child = this.#children.get(element);
      const node: FieldsV1 = {};
      if (child && this.#members.has(element)) node['.'] = {};
      json[element] = child ? Object.assign(node, child.toJson()) : node;
    }
    return json;
  }

  get isEmpty(): boolean {
    return this.#members.size === 0 && this.#children.size === 0;
  }

  has(path: Path): boolean {
    const [first, ...rest] = path;
    if (rest.length === 0) return this.#members.has(first);
    return this.#children.get(first)?.has(rest) ?? false;
  }

  /** What the set says below one element. */
  below(element: PathElement): FieldSet {
    return this.#children.get(element) ?? FieldSet.empty;
  }

  union(other: FieldSet): FieldSet {
    if (other.isEmpty) return this;
    if (this.isEmpty) return other;
    const children = new Map(this.#children);
    for (const [element, child] of other.#children)
      children.set(element, child.union(this.below(element)));
    return new FieldSet(
      new Set([...this.#members, ...other.#members]),
      children,
    );
  }

  intersection(other: FieldSet): FieldSet {
    return this.#combine(
      element => other.#members.has(element),
      (child, element) => child.intersection(other.below(element)),
    );
  }

  difference(other: FieldSet): FieldSet {
    if (other.isEmpty) return this;
    return this.#combine(
      element => !other.#members.has(element),
      (child, element) => child.difference(other.below(element)),
    );
  }

  /** Like `difference`, but what the other set names also takes away everything below it. */
  without(other: FieldSet): FieldSet {
    if (other.isEmpty) return this;
    return this.#combine(
      element => !other.#members.has(element),
      (child, element) =>
        other.#members.has(element)
          ? FieldSet.empty
          : child.without(other.below(element)),
    );
  }

  /** Adds the elements on the way to other members for which `isNamed` holds. */
  withAncestors(isNamed: (path: Path) => boolean, path: Path = []): FieldSet {
    const members = new Set(this.#members);
    const children = new Map<PathElement, FieldSet>();
    for (const [element, child] of this.#children) {
      const here = [...path, element];
      if (isNamed(here)) members.add(element);
      children.set(element, child.withAncestors(isNamed, here));
    }
    return new FieldSet(members, children);
  }

  equals(other: FieldSet): boolean {
    return this.difference(other).isEmpty && other.difference(this).isEmpty;
  }

  /** All paths, parents before what is below them. */
  *paths(prefix: Path = []): Generator<Path> {
    for (const element of this.#elements()) {
      const path = [...prefix, element];
      if (this.#members.has(element)) yield path;
      yield* this.below(element).paths(path);
    }
  }

  /** All elements of the first level, in order. */
  #elements(): PathElement[] {
    return [...new Set([...this.#members, ...this.#children.keys()])].sort();
  }

  #combine(
    keep: (element: PathElement) => boolean,
    combine: (child: FieldSet, element: PathElement) => FieldSet,
  ): FieldSet {
    const members = new Set([...this.#members].filter(keep));
    const children = new Map<PathElement, FieldSet>();
    let isSame = members.size === this.#members.size;
    for (const [element, child] of this.#children) {
      const combined = combine(child, element);
      if (combined !== child) isSame = false;
      if (!combined.isEmpty) children.set(element, combined);
    }
    return isSame ? this : new FieldSet(members, children);
  }

  static #below(paths: readonly Path[], depth: number): FieldSet {
    const members = new Set<PathElement>();
    const groups = new Map<PathElement, Path[]>();
    for (const path of paths) {
      if (path.length <= depth) continue;
      const element = path[depth];
      if (path.length === depth + 1) {
        members.add(element);
        continue;
      }
      const group = groups.get(element);
      if (group) group.push(path);
      else groups.set(element, [path]);
    }
    const children = new Map<PathElement, FieldSet>();
    for (const [element, group] of groups)
      children.set(element, FieldSet.#below(group, depth + 1));
    return new FieldSet(members, children);
  }
}

/** `.spec.containers[name="web"].image`: how messages spell a path. */
export function formatPath(path: Path): string {
  return path.map(formatElement).join('');
}

/** One step of a path as messages spell it. */
export function formatElement(element: PathElement): string {
  const value = element.slice(2);
  if (element.startsWith('f:')) return `.${value}`;
  if (element.startsWith('v:')) return `[=${value}]`;
  const keys: Record<string, unknown> = JSON.parse(value);
  const parts = Object.entries(keys).map(
    ([key, part]) => `${key}=${JSON.stringify(part)}`,
  );
  return `[${parts.join(',')}]`;
}
