import { isObject, type JsonObject } from '../json';
import type { Json } from '../types';

/** The value at a path of keys, if it is there. */
export function valueAt(
  object: Json | undefined,
  ...path: string[]
): Json | undefined {
  let value = object;
  for (const key of path)
    value =
      isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

/** The object at a path of keys, if there is one. */
export function objectAt(
  object: Json | undefined,
  ...path: string[]
): JsonObject | undefined {
  const value = valueAt(object, ...path);
  return isObject(value) ? value : undefined;
}

/** The objects of the list at a path of keys; none when there is no list. */
export function objectsAt(
  object: Json | undefined,
  ...path: string[]
): JsonObject[] {
  return listAt(object, ...path).filter(isObject);
}

/** The list at a path of keys; empty when there is none. */
export function listAt(object: Json | undefined, ...path: string[]): Json[] {
  const value = valueAt(object, ...path);
  return Array.isArray(value) ? value : [];
}

/** The string at a path of keys; "" when there is none, as in Go. */
export function stringAt(object: Json | undefined, ...path: string[]): string {
  const value = valueAt(object, ...path);
  return typeof value === 'string' ? value : '';
}

/** The number at a path of keys, if there is one. */
export function numberAt(
  object: Json | undefined,
  ...path: string[]
): number | undefined {
  const value = valueAt(object, ...path);
  return typeof value === 'number' ? value : undefined;
}
