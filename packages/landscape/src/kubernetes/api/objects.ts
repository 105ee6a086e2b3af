import { setKey } from '../json';
import type { Json, KubeObject, ObjectMeta } from '../types';

/** An object of whatever kind, with the parts that most kinds have, for code that treats all kinds alike. */
export interface AnyObject extends KubeObject {
  spec?: Json;
  status?: Json;
  [field: string]: unknown;
}

/** The same object, open to code that treats all kinds alike. */
export function anyObject(object: KubeObject): AnyObject {
  return object as AnyObject;
}

/** An object as plain JSON. Objects of the API consist of nothing else. */
export function toJson(object: object): Json {
  return object as unknown as Json;
}

/** A copy down to the ground that may be changed, without fields that are `undefined`. */
export function copyOf<T>(value: T): T;
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(item => copyOf(item));
  if (typeof value !== 'object' || value === null) return value;
  const copy = {};
  for (const [key, child] of Object.entries(value)) {
    if (child !== undefined) setKey(copy, key, copyOf(child));
  }
  return copy;
}

/** The metadata that is kept, in the order in which the real server writes it. */
const METADATA = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
] as const;

/** The same object with its fields in the order in which the real server writes them. */
export function inOrder<T extends KubeObject>(object: T): T;
export function inOrder(object: KubeObject): KubeObject {
  const { kind, apiVersion, metadata, ...rest } = anyObject(object);
  const ordered: Record<string, unknown> = {};
  for (const field of METADATA) {
    if (metadata[field] !== undefined) ordered[field] = metadata[field];
  }
  return {
    kind,
    apiVersion,
    metadata: ordered as unknown as ObjectMeta,
    ...rest,
  };
}
