import { goValue } from '../go-format';
import { isObject } from '../json';
import type { SchemaNode } from '../schema';
import type { Json } from '../types';
import { formatElement } from './field-set';
import { fieldSchema, itemElement, NoKeyError, shapeOf } from './typed';

function goTypeOf(value: Json): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (isObject(value)) return 'map[string]interface {}';
  if (typeof value === 'number')
    return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

function checkScalar(value: Json, schema: SchemaNode): string | undefined {
  const isContainer = typeof value === 'object';
  if (schema.intOrString || (schema.type === 'string' && schema.format))
    return isContainer
      ? `expected any scalar, got &{${goValue(value)}}`
      : undefined;
  switch (schema.type) {
    case 'integer':
    case 'number':
      return typeof value === 'number'
        ? undefined
        : `expected numeric (int or float), got ${goTypeOf(value)}`;
    case 'boolean':
      return typeof value === 'boolean'
        ? undefined
        : `expected boolean, got &{${goValue(value)}}`;
    default:
      return typeof value === 'string'
        ? undefined
        : `expected string, got &value.valueUnstructured{Value:${goValue(
            value,
          )}}`;
  }
}

/** What keeps a configuration from being applied, in the words of the real server. */
export function checkApplied(value: Json, schema: SchemaNode): string[] {
  const errors: string[] = [];
  const report = (path: string, message: string) => {
    errors.push(`${path}: ${message}`);
  };

  function visit(here: Json, node: SchemaNode | undefined, path: string): void {
    if (here === null || !node?.type) return;
    if (node.type === 'object' && !node.intOrString)
      visitFields(here, node, path);
    else if (node.type === 'array') visitItems(here, node, path);
    else {
      const message = checkScalar(here, node);
      if (message) report(path, message);
    }
  }

  function visitFields(here: Json, node: SchemaNode, path: string): void {
    if (!isObject(here)) {
      report(path, `expected map, got &{${goValue(here)}}`);
      return;
    }
    const isOpen =
      !node.properties ||
      node.preserveUnknownFields ||
      node.additionalProperties !== undefined;
    for (const name of Object.keys(here).sort()) {
      const below = `${path}.${name}`;
      const child = fieldSchema(node, name);
      if (!child && !isOpen) {
        report(below, 'field not declared in schema');
        return;
      }
      visit(here[name], child, below);
    }
  }

  function visitItems(here: Json, node: SchemaNode, path: string): void {
    if (!Array.isArray(here)) {
      report(path, `expected list, got &{${goValue(here)}}`);
      return;
    }
    const isAtomic = shapeOf(node, here) === 'leaf';
    const seen = new Set<string>();
    for (const [index, item] of here.entries()) {
      if (isAtomic) {
        visit(item, node.items, `${path}[${index}]`);
        continue;
      }
      try {
        const element = itemElement(node, item);
        const spelled = formatElement(element);
        if (seen.has(element))
          report(path, `duplicate entries for key ${spelled}`);
        seen.add(element);
        visit(item, node.items, `${path}${spelled}`);
      } catch (error) {
        if (!(error instanceof NoKeyError)) throw error;
        report(path, `element ${index}: ${error.message}`);
        return;
      }
    }
  }

  visit(value, schema, '');
  return errors;
}
