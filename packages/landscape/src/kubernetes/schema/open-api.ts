import { apiVersionOf, resources } from '../resources';
import type { ResourceType } from '../types';
import { definitions, GROUP_VERSION_KIND } from './definitions';
import type { RawSchema } from './schema-node';

const OUR_EXTENSIONS = new Set(['x-go-empty', 'x-go-type']);

function rootsOf(groupVersion: string): string[] {
  return Object.keys(definitions).filter(name =>
    definitions[name][GROUP_VERSION_KIND]?.some(
      ({ group, version }) =>
        (group ? `${group}/${version}` : version) === groupVersion,
    ),
  );
}

/** `v1`, `apps/v1`, …: what there are documents for. */
export const openApiGroupVersions: readonly string[] = [
  ...new Set(
    Object.values(definitions).flatMap(schema =>
      (schema[GROUP_VERSION_KIND] ?? []).map(({ group, version }) =>
        group ? `${group}/${version}` : version,
      ),
    ),
  ),
].sort();

function reachable(roots: string[]): string[] {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    for (const [, next] of JSON.stringify(definitions[name]).matchAll(
      /"#\/components\/schemas\/([^"]+)"/g,
    ))
      visit(next);
  };
  roots.forEach(visit);
  return [...found].sort();
}

function published(schema: RawSchema): RawSchema {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    OUR_EXTENSIONS.has(key) ? undefined : value,
  );
}

function query(name: string, type: string) {
  return { name, in: 'query', schema: { type, uniqueItems: true } };
}

/** The path of one kind with its PATCH: all that kubectl looks at before it applies something. */
function pathOf(type: ResourceType) {
  const apiVersion = apiVersionOf(type);
  const root = type.group ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = type.namespaced ? '/namespaces/{namespace}' : '';
  const anything = { schema: { type: 'object' } };
  const { group, version, kind } = type;
  return [
    `${root}${scope}/${type.plural}/{name}`,
    {
      patch: {
        parameters: [
          query('dryRun', 'string'),
          query('fieldManager', 'string'),
          query('fieldValidation', 'string'),
          query('force', 'boolean'),
        ],
        requestBody: {
          required: true,
          content: {
            'application/apply-patch+yaml': anything,
            'application/json-patch+json': anything,
            'application/merge-patch+json': anything,
            // Without this one kubectl computes JSON merge patches, which is right for custom kinds only.
            ...(!type.custom && {
              'application/strategic-merge-patch+json': anything,
            }),
          },
        },
        responses: { 200: { description: 'OK' } },
        'x-kubernetes-action': 'patch',
        [GROUP_VERSION_KIND]: { group, version, kind },
      },
    },
  ] as const;
}

function build(groupVersion: string) {
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.36.0' },
    paths: Object.fromEntries(
      Object.values(resources)
        .filter(type => apiVersionOf(type) === groupVersion)
        .map(pathOf),
    ),
    components: {
      schemas: Object.fromEntries(
        reachable(rootsOf(groupVersion)).map(name => [
          name,
          published(definitions[name]),
        ]),
      ),
    },
  };
}

const documents = new Map<string, object>();

/**
 * The OpenAPI v3 document of a group and version, trimmed to what clients look up: schemas without descriptions, and
 * of the paths only PATCH.
 */
export function openApiDocument(groupVersion: string): object {
  let document = documents.get(groupVersion);
  if (!document) {
    document = build(groupVersion);
    documents.set(groupVersion, document);
  }
  return document;
}
