import type { JsonObject } from '../json';
import type { Json } from '../types';
import type { SchemaNode } from './schema-node';

/** Whether Go has a struct for the value, not a map. */
export function isStruct(schema: SchemaNode): boolean {
  return schema.type === 'object' && schema.properties !== undefined;
}

/** False, 0, "" or an empty container. */
function isZero(value: Json): boolean {
  if (typeof value === 'object' && value !== null)
    return Object.keys(value).length === 0;
  return !value;
}

/** Whether Go leaves a field with this value out of the JSON that it writes. */
export function isLeftOut(
  name: string,
  value: Json,
  schema: SchemaNode,
): boolean {
  // An empty list of managers is an order to forget them all, not an absence.
  if (name === 'managedFields' || !isZero(value)) return false;
  if (
    schema.type === 'array' ||
    (schema.type === 'object' && !isStruct(schema))
  )
    return schema.whenEmpty !== 'null';
  return schema.whenEmpty === 'omit';
}

/** What Go makes of a `null` in a list or a map. */
export function emptyValue(schema: SchemaNode): Json {
  if (isStruct(schema)) {
    const empty: JsonObject = {};
    addAlwaysWritten(empty, schema);
    return empty;
  }
  if (schema.type === 'string') return '';
  if (schema.type === 'boolean') return false;
  return schema.type === 'integer' ? 0 : null;
}

const alwaysWritten = new WeakMap<SchemaNode, [string, SchemaNode][]>();

/** The fields that Go writes whatever is in them. */
function alwaysWrittenFields(schema: SchemaNode): [string, SchemaNode][] {
  let fields = alwaysWritten.get(schema);
  if (!fields) {
    fields = Object.entries(schema.properties ?? {}).filter(
      ([, { default: value, whenEmpty }]) =>
        whenEmpty === 'null' ||
        // A default of false, 0, "" or {} is how the documents spell "no pointer in Go, and always written".
        (whenEmpty !== 'omit' && value !== undefined && isZero(value)),
    );
    alwaysWritten.set(schema, fields);
  }
  return fields;
}

/** Adds the fields that Go writes whatever is in them. */
export function addAlwaysWritten(object: JsonObject, schema: SchemaNode): void {
  for (const [name, field] of alwaysWrittenFields(schema)) {
    if (name in object) continue;
    if (field.whenEmpty === 'null') object[name] = null;
    else
      object[name] = isStruct(field)
        ? emptyValue(field)
        : field.default ?? null;
  }
}
