import { isObject, sortKeys, type JsonObject } from '../json';
import type { SchemaNode } from '../schema';
import type { Json } from '../types';
import { FieldSet } from './field-set';
import { compare, fieldsIn } from './typed';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

function annotationsOf(object: Json): JsonObject {
  const metadata = isObject(object) ? object.metadata : undefined;
  const annotations = isObject(metadata) ? metadata.annotations : undefined;
  return isObject(annotations) ? annotations : {};
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Fields that client-side `kubectl apply` has set and nobody changed since: `kubectl apply --server-side` may take them
 * over without conflicts.
 */
export function allowedByLastApplied(live: Json, schema: SchemaNode): FieldSet {
  const text = annotationsOf(live)[LAST_APPLIED];
  const lastApplied = typeof text === 'string' ? parse(text) : undefined;
  if (
    !isObject(lastApplied) ||
    !isObject(live) ||
    lastApplied.apiVersion !== live.apiVersion
  )
    return FieldSet.empty;
  const { added, modified, removed } = compare(lastApplied, live, schema);
  return fieldsIn(lastApplied, schema)
    .difference(modified)
    .difference(added)
    .difference(removed);
}

/** Keeps the annotation of client-side `kubectl apply` true after `kubectl apply --server-side`. */
export function updateLastApplied(object: Json, applied: Json): Json {
  const annotations = annotationsOf(object);
  if (!annotations[LAST_APPLIED] || !isObject(object) || !isObject(applied))
    return object;
  const metadata = isObject(applied.metadata) ? applied.metadata : {};
  const { [LAST_APPLIED]: _, ...others } = annotationsOf(applied);
  const configuration: JsonObject = {
    ...applied,
    metadata: {
      ...metadata,
      ...(metadata.annotations !== undefined && { annotations: others }),
    },
  };
  return {
    ...object,
    metadata: {
      ...(isObject(object.metadata) && object.metadata),
      annotations: {
        ...annotations,
        [LAST_APPLIED]: `${JSON.stringify(sortKeys(configuration))}\n`,
      },
    },
  };
}
