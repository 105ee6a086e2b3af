// Makes src/kubernetes/schema/generated/definitions.json out of what a real API server publishes.
//
//   node scripts/build-schemas.mjs --go-modules DIR [--openapi DIR]
//
// --openapi DIR     a folder of OpenAPI v3 documents; without it they are fetched with `kubectl get --raw` from the
//                   cluster of the current context, which must have the custom kinds installed
// --go-modules DIR  a folder with the Go modules k8s.io/api and k8s.io/apimachinery (`go mod download` puts them into
//                   $(go env GOMODCACHE)/k8s.io): the documents do not say which zero values are left out of the JSON
//                   that the server writes, nor the names of Go types that its error messages quote
//
// Descriptions are dropped; so is everything that no served kind reaches.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const OUTPUT = join(
  import.meta.dirname,
  '../src/kubernetes/schema/generated/definitions.json',
);

/** Kinds by group and version: those of src/kubernetes/resources.ts, then the bodies of other requests. */
const KINDS = {
  v1: [
    'Namespace Node Pod Service ConfigMap Secret ServiceAccount Event LimitRange ResourceQuota PersistentVolumeClaim',
    'Status DeleteOptions',
  ],
  'apps/v1': ['Deployment ReplicaSet StatefulSet DaemonSet'],
  'authentication.k8s.io/v1': ['TokenRequest TokenReview SelfSubjectReview'],
  'authorization.k8s.io/v1': [
    'SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview LocalSubjectAccessReview',
  ],
  'autoscaling/v1': ['Scale'],
  'autoscaling/v2': ['HorizontalPodAutoscaler'],
  'batch/v1': ['Job CronJob'],
  'coordination.k8s.io/v1': ['Lease'],
  'discovery.k8s.io/v1': ['EndpointSlice'],
  'gateway.networking.k8s.io/v1': ['GatewayClass Gateway HTTPRoute'],
  'monitoring.coreos.com/v1': ['ServiceMonitor PrometheusRule'],
  'networking.k8s.io/v1': ['Ingress NetworkPolicy'],
  'policy/v1': ['PodDisruptionBudget'],
  'rbac.authorization.k8s.io/v1': [
    'Role RoleBinding ClusterRole ClusterRoleBinding',
  ],
};

const GVK = 'x-kubernetes-group-version-kind';
const REF_PREFIX = '#/components/schemas/';
const KEPT = new Set([
  'type',
  'format',
  'items',
  'properties',
  'additionalProperties',
  'required',
  'default',
  'allOf',
  'oneOf',
  '$ref',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-int-or-string',
]);

function* documents(folder) {
  if (folder) {
    for (const file of readdirSync(folder).sort())
      if (file.endsWith('.json'))
        yield JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return;
  }
  for (const apiVersion of Object.keys(KINDS)) {
    const path = `${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`;
    yield JSON.parse(
      execFileSync('kubectl', ['get', '--raw', `/openapi/v3/${path}`], {
        encoding: 'utf8',
        maxBuffer: 64 * 2 ** 20,
      }),
    );
  }
}

function readDefinitions(folder) {
  const definitions = new Map();
  for (const document of documents(folder))
    for (const [name, schema] of Object.entries(
      document.components?.schemas ?? {},
    ))
      definitions.set(name, schema);
  return definitions;
}

function trim(schema) {
  const out = {};
  for (const [key, value] of Object.entries(schema)) {
    if (!KEPT.has(key)) continue;
    if (key === 'properties')
      out[key] = Object.fromEntries(
        Object.entries(value).map(([name, child]) => [name, trim(child)]),
      );
    else if (key === 'items' || key === 'additionalProperties')
      out[key] = typeof value === 'object' ? trim(value) : value;
    else if (key === 'allOf' || key === 'oneOf') out[key] = value.map(trim);
    else out[key] = value;
  }
  return out;
}

function* references(schema) {
  if (typeof schema !== 'object' || schema === null) return;
  if (typeof schema.$ref === 'string')
    yield schema.$ref.slice(REF_PREFIX.length);
  for (const child of Object.values(schema)) yield* references(child);
}

/** Go's own view of the types in one source file: `Type -> JSON name -> { type, pointer, omitEmpty }`. */
function parseGoTypes(source) {
  const structs = new Map();
  for (const [, name, body] of source.matchAll(
    /^type (\w+) struct \{\n([\s\S]*?)^\}/gm,
  )) {
    const fields = new Map();
    const embedded = [];
    for (const line of body.split('\n')) {
      const match = /^\t(?:(\w+)\s+)?(\*?)([\w.[\]*]+)\s+`json:"([^"]*)"/.exec(
        line,
      );
      if (!match) continue;
      const [, , pointer, type, tag] = match;
      const [jsonName, ...options] = tag.split(',');
      if (options.includes('inline')) embedded.push(type);
      else if (jsonName)
        fields.set(jsonName, {
          type,
          pointer: pointer === '*',
          omitEmpty: options.includes('omitempty'),
          omitZero: options.includes('omitzero'),
        });
    }
    structs.set(name, { fields, embedded });
  }
  return structs;
}

function goTypeReader(modules) {
  const folderOf = module => {
    const found = readdirSync(modules)
      .filter(entry => entry === module || entry.startsWith(`${module}@`))
      .sort();
    if (found.length === 0) throw new Error(`no ${module} in ${modules}`);
    return join(modules, found.at(-1));
  };
  const roots = {
    'io.k8s.api.': folderOf('api'),
    'io.k8s.apimachinery.': folderOf('apimachinery'),
  };
  const files = new Map();
  const structsOf = path => {
    if (!files.has(path)) {
      try {
        files.set(path, parseGoTypes(readFileSync(path, 'utf8')));
      } catch {
        files.set(path, new Map());
      }
    }
    return files.get(path);
  };
  return definition => {
    const prefix = Object.keys(roots).find(key => definition.startsWith(key));
    if (!prefix) return undefined;
    const parts = definition.slice(prefix.length).split('.');
    const typeName = parts.pop();
    const structs = structsOf(join(roots[prefix], ...parts, 'types.go'));
    const fieldsOf = name => {
      const struct = structs.get(name);
      if (!struct) return new Map();
      return new Map([
        ...struct.embedded.flatMap(parent => [...fieldsOf(parent)]),
        ...struct.fields,
      ]);
    };
    return { fields: fieldsOf(typeName), packageName: parts.at(-1) };
  };
}

const GO_BUILTINS = /^(string|bool|byte|u?int(8|16|32|64)?|float(32|64))$/;

/** `map[ResourceName]resource.Quantity` in package v1 is `map[v1.ResourceName]resource.Quantity` in a message. */
function qualify(goType, packageName) {
  return goType
    .replace(/\b(meta|core)v1\./g, 'v1.')
    .replace(/(?<![\w.])\w+(?![\w.])/g, word =>
      GO_BUILTINS.test(word) || word === 'map'
        ? word
        : `${packageName}.${word}`,
    );
}

/** Must say the same as `goType` in src/kubernetes/schema/schema-node.ts, so that only exceptions are written down. */
function derivedGoType(schema) {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (ref) return ref.split('.').slice(-2).join('.');
  if (schema.type === 'array') return `[]${derivedGoType(schema.items ?? {})}`;
  if (schema.type === 'object')
    return `map[string]${derivedGoType(schema.additionalProperties ?? {})}`;
  if (schema.type === 'boolean') return 'bool';
  if (schema.type === 'integer') return schema.format ?? 'int64';
  if (schema.format === 'byte') return '[]uint8';
  return 'string';
}

function addGoFacts(schema, goTypes) {
  if (!goTypes || !schema.properties) return;
  for (const [name, property] of Object.entries(schema.properties)) {
    const field = goTypes.fields.get(name);
    if (!field) continue;
    const scalar = ['string', 'boolean', 'integer', 'number'].includes(
      property.type,
    );
    const container =
      property.type === 'array' ||
      (property.type === 'object' && property.additionalProperties);
    if (scalar && !field.pointer && field.omitEmpty)
      property['x-go-empty'] = 'omit';
    // A Time is a struct, which `omitempty` does not leave out.
    const time = /\bMicroTime$|\bTime$/.test(field.type);
    if (
      (!field.omitEmpty && (field.pointer || container)) ||
      (time && !field.pointer && !field.omitZero)
    )
      property['x-go-empty'] = 'null';
    const goType = qualify(field.type, goTypes.packageName);
    if (
      goType !== derivedGoType(property) &&
      (scalar || container) &&
      !goType.endsWith('byte')
    )
      property['x-go-type'] = goType;
  }
}

const { values: options } = parseArgs({
  options: { openapi: { type: 'string' }, 'go-modules': { type: 'string' } },
});
if (!options['go-modules']) throw new Error('--go-modules DIR is needed');

const all = readDefinitions(options.openapi);
const goTypesOf = goTypeReader(options['go-modules']);

const wanted = new Map();
for (const [apiVersion, lines] of Object.entries(KINDS)) {
  const [version, group = ''] = apiVersion.split('/').reverse();
  for (const kind of lines.join(' ').split(' ')) {
    const found = [...all].find(([, schema]) =>
      schema[GVK]?.some(
        entry =>
          entry.group === group &&
          entry.version === version &&
          entry.kind === kind,
      ),
    );
    if (!found) throw new Error(`the documents have no ${apiVersion} ${kind}`);
    wanted.set(found[0], { group, version, kind });
  }
}

const definitions = new Map();
const queue = [...wanted.keys()];
for (const name of queue) {
  if (definitions.has(name)) continue;
  const source = all.get(name);
  if (!source) throw new Error(`no definition of ${name}`);
  const schema = trim(source);
  addGoFacts(schema, goTypesOf(name));
  const kind = wanted.get(name);
  if (kind) schema[GVK] = [kind];
  definitions.set(name, schema);
  queue.push(...references(schema));
}

const sorted = [...definitions].sort(([a], [b]) => (a < b ? -1 : 1));
// One definition per line: small, and readable as a diff when Kubernetes moves on.
writeFileSync(
  OUTPUT,
  `{\n${sorted
    .map(
      ([name, schema]) => `${JSON.stringify(name)}:${JSON.stringify(schema)}`,
    )
    .join(',\n')}\n}\n`,
);
