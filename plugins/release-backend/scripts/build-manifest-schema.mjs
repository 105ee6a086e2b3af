// Makes src/provision/schema/generated/kubernetesSchema.json out of what a real API server publishes.
//
//   node scripts/build-manifest-schema.mjs
//
// Asks the cluster of kubectl's current context. Only names and types of fields are kept, in short: `s` text, `i` whole
// number, `n` number, `b` true or false, `is` number or text, `*` anything, `@Name` an object, `[]…` a list, `{}…` a map,
// `!` behind what is required.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OUTPUT = join(
  import.meta.dirname,
  '../src/provision/schema/generated/kubernetesSchema.json',
);
const KINDS = {
  v1: ['Service', 'ServiceAccount', 'ConfigMap', 'PersistentVolumeClaim'],
  'apps/v1': ['Deployment', 'StatefulSet'],
  'autoscaling/v2': ['HorizontalPodAutoscaler'],
  'networking.k8s.io/v1': ['Ingress', 'NetworkPolicy'],
  'policy/v1': ['PodDisruptionBudget'],
};
const REF = '#/components/schemas/';
const GVK = 'x-kubernetes-group-version-kind';

const documents = Object.keys(KINDS).map(apiVersion => {
  const path = `${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`;
  const text = execFileSync(
    'kubectl',
    ['get', '--raw', `/openapi/v3/${path}`],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return [apiVersion, JSON.parse(text).components.schemas];
});
const definitions = Object.assign({}, ...documents.map(([, all]) => all));

const objects = {};
const short = ref => ref.slice(REF.length).split('.').at(-1);

function typeOf(schema) {
  const { $ref: ref = schema.allOf?.[0]?.$ref } = schema;
  if (ref) return typeOfReference(ref);
  if (schema['x-kubernetes-int-or-string'] || schema.oneOf) return 'is';
  switch (schema.type) {
    case 'string':
      return 's';
    case 'integer':
      return 'i';
    case 'number':
      return 'n';
    case 'boolean':
      return 'b';
    case 'array':
      return `[]${typeOf(schema.items)}`;
    case 'object':
      return schema.additionalProperties
        ? `{}${typeOf(schema.additionalProperties)}`
        : '*';
    default:
      return '*';
  }
}

function typeOfReference(ref) {
  const definition = definitions[ref.slice(REF.length)];
  if (!definition.properties) return typeOf(definition);
  const name = short(ref);
  if (!objects[name]) {
    objects[name] = {};
    const required = new Set(definition.required);
    for (const [field, schema] of Object.entries(definition.properties)) {
      // What the server writes is nobody's to apply.
      if (field === 'status' || field === 'managedFields') continue;
      objects[name][field] = `${typeOf(schema)}${
        required.has(field) ? '!' : ''
      }`;
    }
  }
  return `@${name}`;
}

for (const [apiVersion, all] of documents) {
  const [group, version] = apiVersion.includes('/')
    ? apiVersion.split('/')
    : ['', apiVersion];
  for (const kind of KINDS[apiVersion]) {
    const [name] = Object.entries(all).find(([, { [GVK]: kinds = [] }]) =>
      kinds.some(
        each =>
          each.group === group &&
          each.version === version &&
          each.kind === kind,
      ),
    );
    typeOfReference(`${REF}${name}`);
  }
}

const lines = Object.keys(objects)
  .sort()
  .map(name => `${JSON.stringify(name)}:${JSON.stringify(objects[name])}`);
writeFileSync(OUTPUT, `{\n${lines.join(',\n')}\n}\n`);
