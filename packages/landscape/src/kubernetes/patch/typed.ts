import { deepEqual, isObject, type JsonObject } from '../json';
import type { SchemaNode } from '../schema';
import type { Json } from '../types';
import { FieldSet, type Path, type PathElement } from './field-set';

/**
 * How a value takes part in merges and in ownership: as one piece (a leaf), field by field, or item by item. A value
 * without a schema (below a custom kind's spec) is a leaf unless it is an object.
 */
type Shape = 'leaf' | 'fields' | 'items';

/** @internal */
export function shapeOf(
  schema: SchemaNode | undefined,
  value: Json | undefined,
): Shape {
  if (!schema?.type || schema.intOrString)
    return isObject(value) && !schema?.intOrString ? 'fields' : 'leaf';
  if (schema.type === 'object')
    return schema.mapType === 'atomic' ? 'leaf' : 'fields';
  if (schema.type === 'array')
    return listRelation(schema) === 'atomic' ? 'leaf' : 'items';
  return 'leaf';
}

function listRelation(schema: SchemaNode): 'atomic' | 'map' | 'set' {
  if (schema.listType) return schema.listType;
  if (!schema.patchStrategy?.includes('merge')) return 'atomic';
  return schema.patchMergeKey ? 'map' : 'set';
}

/** The schema of a field, `undefined` where anything goes. */
export function fieldSchema(
  schema: SchemaNode | undefined,
  name: string,
): SchemaNode | undefined {
  const values = schema?.additionalProperties;
  return schema?.properties?.[name] ?? (values === true ? undefined : values);
}

/** Why an item of a list cannot be told from the others. */
export class NoKeyError extends Error {}

/** What tells an item of a list from the others. Keys that are not given count with their default. */
export function itemElement(schema: SchemaNode, item: Json): PathElement {
  if (listRelation(schema) === 'set') {
    if (isObject(item))
      throw new NoKeyError(
        "associative list without keys has an element that's a map type",
      );
    if (Array.isArray(item))
      throw new NoKeyError(
        'not supported: associative list with lists as elements',
      );
    if (item === null)
      throw new NoKeyError(
        "associative list without keys has an element that's an explicit null",
      );
    return `v:${JSON.stringify(item)}`;
  }
  if (!isObject(item))
    throw new NoKeyError(
      item === null
        ? 'associative list with keys may not have a null element'
        : 'associative list with keys may not have non-map elements',
    );
  const names = schema.listMapKeys ?? [schema.patchMergeKey ?? 'name'];
  const keys: JsonObject = {};
  for (const name of [...names].sort()) {
    const value = item[name] ?? schema.items?.properties?.[name]?.default;
    if (value !== undefined) keys[name] = value;
  }
  if (Object.keys(keys).length === 0)
    throw new NoKeyError(
      `associative list with keys has an element that omits all key fields [${names
        .map(name => JSON.stringify(name))
        .join(' ')}] (and doesn't have default values for any key fields)`,
    );
  return `k:${JSON.stringify(keys)}`;
}

/** Items by what tells them apart; stored objects may hold several with the same key. */
export function itemsByElement(
  schema: SchemaNode,
  list: Json | undefined,
): Map<PathElement, Json[]> {
  const items = new Map<PathElement, Json[]>();
  for (const item of Array.isArray(list) ? list : []) {
    const element = itemElement(schema, item);
    const same = items.get(element);
    if (same) same.push(item);
    else items.set(element, [item]);
  }
  return items;
}

function isEmptyContainer(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  return (
    typeof value === 'object' && Object.keys(value).length === 0 // also of a list
  );
}

function fieldsOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** Where there is no schema, an object may take the place of a leaf and the other way round. */
function changesShape(
  left: Json | undefined,
  right: Json | undefined,
  schema: SchemaNode | undefined,
): boolean {
  return (
    (left ?? undefined) !== undefined &&
    (right ?? undefined) !== undefined &&
    shapeOf(schema, left) !== shapeOf(schema, right)
  );
}

/** Everything a configuration mentions. */
export function fieldsIn(
  value: Json,
  schema: SchemaNode | undefined,
): FieldSet {
  const paths: Path[] = [];
  const visit = (
    here: Json,
    node: SchemaNode | undefined,
    path: Path,
  ): void => {
    const shape = shapeOf(node, here);
    if (shape === 'leaf') paths.push(path);
    else if (shape === 'items' && node)
      for (const [element, items] of itemsByElement(node, here)) {
        paths.push([...path, element]);
        if (items.length === 1) visit(items[0], node.items, [...path, element]);
      }
    else
      for (const [name, child] of Object.entries(fieldsOf(here))) {
        const below = [...path, `f:${name}`];
        visit(child, fieldSchema(node, name), below);
        const isKeyOfMap = !node?.properties?.[name];
        if (
          isKeyOfMap ||
          child === null ||
          (isObject(child) && Object.keys(child).length === 0)
        )
          paths.push(below);
      }
  };
  visit(value, schema, []);
  return FieldSet.of(...paths);
}

/** What changes between two objects of a kind. No path is in two of the sets. */
export interface Comparison {
  added: FieldSet;
  modified: FieldSet;
  removed: FieldSet;
}

/** Compares two objects of a kind, field by field and item by item as its schema says. */
export function compare(
  before: Json,
  after: Json,
  schema: SchemaNode | undefined,
): Comparison {
  const added: Path[] = [];
  const modified: Path[] = [];
  const removed: Path[] = [];

  function visit(
    left: Json | undefined,
    right: Json | undefined,
    node: SchemaNode | undefined,
    path: Path,
  ): void {
    if (left === right) return;
    const shape = shapeOf(node, right ?? left);
    if (changesShape(left, right, node)) {
      modified.push(path);
      visitFields(fieldsOf(left), fieldsOf(right), node, path);
      return;
    }
    const isLeaf =
      shape === 'leaf' || (isEmptyContainer(left) && isEmptyContainer(right));
    if (left === undefined) added.push(path);
    else if (right === undefined) removed.push(path);
    else if (isLeaf && !deepEqual(left, right)) modified.push(path);
    if (isLeaf) return;
    if (shape === 'items' && node) visitItems(left, right, node, path);
    else visitFields(fieldsOf(left), fieldsOf(right), node, path);
  }

  function visitFields(
    from: JsonObject,
    to: JsonObject,
    node: SchemaNode | undefined,
    path: Path,
  ): void {
    for (const name of new Set([...Object.keys(from), ...Object.keys(to)]))
      visit(from[name], to[name], fieldSchema(node, name), [
        ...path,
        `f:${name}`,
      ]);
  }

  function visitItems(
    left: Json | undefined,
    right: Json | undefined,
    node: SchemaNode,
    path: Path,
  ): void {
    const from = itemsByElement(node, left);
    const to = itemsByElement(node, right);
    for (const element of new Set([...from.keys(), ...to.keys()])) {
      const here = [...path, element];
      const old = from.get(element) ?? [];
      const now = to.get(element) ?? [];
      if (old.length <= 1 && now.length <= 1)
        visit(old[0], now[0], node.items, here);
      else if (old.length > 1 && now.length > 1) {
        if (!deepEqual(old, now)) modified.push(here);
      } else if (old.length > 1) {
        visit(undefined, now[0], node.items, here);
        removed.push(here);
      } else {
        visit(old[0], undefined, node.items, here);
        added.push(here);
      }
    }
  }

  visit(before, after, schema, []);
  return {
    added: FieldSet.of(...added),
    modified: FieldSet.of(...modified),
    removed: FieldSet.of(...removed),
  };
}

/** Whether a path ends at a field that the schema declares: no key of a map, no item of a list. */
export function isDeclaredField(schema: SchemaNode): (path: Path) => boolean {
  return path => {
    let node: SchemaNode | undefined = schema;
    for (const element of path.slice(0, -1))
      node = element.startsWith('f:')
        ? fieldSchema(node, element.slice(2))
        : node?.items;
    const last = path.at(-1);
    return (
      last !== undefined &&
      last.startsWith('f:') &&
      node?.properties?.[last.slice(2)] !== undefined
    );
  };
}
