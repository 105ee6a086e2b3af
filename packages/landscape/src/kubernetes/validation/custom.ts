import { isObject, type JsonObject } from '../json';
import { schemaFor, type SchemaNode } from '../schema';
import type { Json, ResourceType } from '../types';
import type { Findings } from './findings';

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number')
    return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function checkValue(
  findings: Findings,
  value: Json,
  schema: SchemaNode,
  field: string,
): void {
  const actual = typeOf(value);
  const isOfType =
    actual === schema.type ||
    (actual === 'integer' && schema.type === 'number');
  if (schema.type && !isOfType) {
    findings.typeInvalid(field, actual, schema.type);
    return;
  }
  if (Array.isArray(value) && schema.items)
    for (const [index, item] of value.entries())
      checkValue(findings, item, schema.items, `${field}[${index}]`);
  if (isObject(value)) checkObject(findings, value, schema, field);
}

function checkObject(
  findings: Findings,
  object: JsonObject,
  schema: SchemaNode,
  field: string,
): void {
  const at = (name: string) => (field ? `${field}.${name}` : name);
  for (const name of schema.required ?? [])
    if ((object[name] ?? null) === null) findings.required(at(name));
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    const value = object[name];
    // The metadata of a custom object is checked like everybody's.
    if (name !== 'metadata' && value !== undefined && value !== null)
      checkValue(findings, value, child, at(name));
  }
}

/** An object of a custom kind against the schema of its CustomResourceDefinition. */
export function checkCustom(
  findings: Findings,
  type: ResourceType,
  object: JsonObject,
): void {
  checkObject(findings, object, schemaFor(type), '');
}
