import { isObject, ownValue, setKey, type JsonObject } from '../json';
import type { SchemaNode } from '../schema';
import type { Json } from '../types';
import { FieldSet, type PathElement } from './field-set';
import { fieldSchema, itemElement, itemsByElement, shapeOf } from './typed';

function isEmptyList(value: Json | undefined): boolean {
  return !Array.isArray(value) || value.length === 0;
}

/** Merges an applied configuration over the live value: nothing is removed, leaves of the configuration win. */
export function mergeTyped(
  live: Json | undefined,
  applied: Json | undefined,
  schema: SchemaNode | undefined,
): Json | undefined {
  if (applied === undefined) return live;
  if (live === undefined && !isObject(applied) && !Array.isArray(applied))
    return applied;
  const shape = shapeOf(schema, applied ?? live);
  if (shape === 'leaf') return applied;
  if (shape === 'items' && schema)
    return isEmptyList(live) && isEmptyList(applied)
      ? applied
      : mergeItems(live, applied, schema);
  if (!isObject(applied)) return live === undefined ? applied : live;
  const merged: JsonObject = isObject(live) ? { ...live } : {};
  for (const [name, value] of Object.entries(applied)) {
    const child = mergeTyped(
      ownValue(merged, name),
      value,
      fieldSchema(schema, name),
    );
    if (child !== undefined) setKey(merged, name, child);
  }
  return merged;
}

/**
 * Items that both lists have come in the order of the configuration, items that only the live list has keep their place
 * between them, new items come where the configuration has them.
 */
function mergeItems(
  live: Json | undefined,
  applied: Json,
  schema: SchemaNode,
): Json[] {
  const before = (Array.isArray(live) ? live : []).map(item => ({
    element: itemElement(schema, item),
    item,
  }));
  const liveItems = itemsByElement(schema, live);
  const wanted = new Map<PathElement, Json>(
    [...itemsByElement(schema, applied)].map(([key, items]) => [key, items[0]]),
  );
  const order = [...wanted.keys()];
  const shared = order.filter(element => liveItems.has(element));
  const result: Json[] = [];

  const take = (element: PathElement): void => {
    // Items that the live list has twice are not merged but replaced.
    const same = liveItems.get(element) ?? [];
    const merged = mergeTyped(
      same.length === 1 ? same[0] : undefined,
      wanted.get(element),
      schema.items,
    );
    if (merged !== undefined) result.push(merged);
    if (shared[0] === element) shared.shift();
  };

  const taken = new Set<PathElement>();
  let left = 0;
  let right = 0;
  while (left < before.length || right < order.length) {
    const next = before[left];
    if (next && right < order.length) {
      if (next.element === order[right]) {
        taken.add(next.element);
        take(next.element);
        left++;
        right++;
        continue;
      }
      if (
        wanted.has(next.element) &&
        shared[0] !== undefined &&
        shared[0] !== next.element
      ) {
        left++;
        continue;
      }
    }
    if (next && !wanted.has(next.element)) {
      result.push(next.item);
      left++;
      continue;
    }
    if (next && taken.has(next.element)) left++;
    if (right < order.length) {
      taken.add(order[right]);
      take(order[right]);
      right++;
    }
  }
  return result;
}

/** Takes the named fields and items out of a value; containers that end up empty go too. */
export function removeFields(
  value: Json,
  fields: FieldSet,
  schema: SchemaNode | undefined,
): Json | undefined {
  if (fields.isEmpty) return value;
  const shape = shapeOf(schema, value);
  if (shape === 'items' && schema && Array.isArray(value)) {
    const kept: Json[] = [];
    for (const item of value) {
      const element = itemElement(schema, item);
      if (fields.has([element])) continue;
      const rest = removeFields(item, fields.below(element), schema.items);
      kept.push(rest ?? null);
    }
    return kept.length > 0 ? kept : undefined;
  }
  if (shape !== 'fields' || !isObject(value)) return value;
  const kept: JsonObject = {};
  for (const [name, child] of Object.entries(value)) {
    const element = `f:${name}`;
    if (fields.has([element])) continue;
    const rest = removeFields(
      child,
      fields.below(element),
      fieldSchema(schema, name),
    );
    setKey(kept, name, rest ?? null);
  }
  return Object.keys(kept).length > 0 ? kept : undefined;
}
