import { apiVersionOf } from '../resources';
import type { ResourceType } from '../types';
import { definitionName, definitions } from './definitions';
import { DefinitionNode, type SchemaNode } from './schema-node';

export { openApiDocument, openApiGroupVersions } from './open-api';
export type { SchemaNode } from './schema-node';

const nodes = new Map<string, SchemaNode>();

/** The schema of a kind by its `apiVersion`, also of those that are no resources: `Scale`, `DeleteOptions`, … */
export function schemaOf(
  apiVersion: string,
  kind: string,
): SchemaNode | undefined {
  const name = definitionName(apiVersion, kind);
  if (name === undefined) return undefined;
  let node = nodes.get(name);
  if (!node) {
    node = new DefinitionNode(
      { $ref: `#/components/schemas/${name}` },
      definitions,
    );
    nodes.set(name, node);
  }
  return node;
}

const nodesByType = new WeakMap<ResourceType, SchemaNode>();

/** The schema of the objects of a served kind. */
export function schemaFor(type: ResourceType): SchemaNode {
  let node = nodesByType.get(type);
  if (!node) {
    node = schemaOf(apiVersionOf(type), type.kind);
    if (!node)
      throw new Error(`no schema of ${apiVersionOf(type)} ${type.kind}`);
    nodesByType.set(type, node);
  }
  return node;
}
