// Makes src/kubernetes/schema/generated/protobuf.json out of the protobuf definitions of the Kubernetes API.
//
//   node scripts/build-protobuf.mjs --go-modules DIR
//
// --go-modules DIR  a folder with the Go modules k8s.io/api and k8s.io/apimachinery (`go mod download` puts them into
//                   $(go env GOMODCACHE)/k8s.io)
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const OUTPUT = join(
  import.meta.dirname,
  '../src/kubernetes/schema/generated/protobuf.json',
);

/** Kinds that clients send as bodies, by group and version, and the package that defines them. */
const KINDS = {
  'v1 core/v1':
    'Namespace Node Pod Service ConfigMap Secret ServiceAccount Event LimitRange ResourceQuota PersistentVolumeClaim',
  'v1 meta/v1': 'DeleteOptions',
  'apps/v1 apps/v1': 'Deployment ReplicaSet StatefulSet DaemonSet',
  'authentication.k8s.io/v1 authentication/v1':
    'TokenRequest SelfSubjectReview',
  'authorization.k8s.io/v1 authorization/v1':
    'SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview LocalSubjectAccessReview',
  'autoscaling/v1 autoscaling/v1': 'Scale',
  'autoscaling/v2 autoscaling/v2': 'HorizontalPodAutoscaler',
  'batch/v1 batch/v1': 'Job CronJob',
  'coordination.k8s.io/v1 coordination/v1': 'Lease',
  'discovery.k8s.io/v1 discovery/v1': 'EndpointSlice',
  'networking.k8s.io/v1 networking/v1': 'Ingress NetworkPolicy',
  'policy/v1 policy/v1': 'PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1 rbac/v1':
    'Role RoleBinding ClusterRole ClusterRoleBinding',
};

const SCALARS = {
  string: 'string',
  bytes: 'bytes',
  bool: 'bool',
  int32: 'int',
  int64: 'int',
  double: 'double',
};

const { values } = parseArgs({ options: { 'go-modules': { type: 'string' } } });
const modules = values['go-modules'];
if (!modules) throw new Error('--go-modules DIR is needed');

/** The folder of a module, whose name may carry a version. */
function moduleDir(name) {
  const found = readdirSync(modules)
    .filter(entry => entry === name || entry.startsWith(`${name}@`))
    .sort()
    .at(-1);
  if (!found) throw new Error(`no module k8s.io/${name} in ${modules}`);
  return join(modules, found);
}

const packages = [
  ...new Set(Object.keys(KINDS).map(key => key.split(' ')[1])),
].filter(name => name !== 'meta/v1');
const sources = [
  ...packages.map(name => [
    name.replace('/', '.'),
    join(moduleDir('api'), name),
  ]),
  ['meta.v1', join(moduleDir('apimachinery'), 'pkg/apis/meta/v1')],
  ['resource', join(moduleDir('apimachinery'), 'pkg/api/resource')],
  ['runtime', join(moduleDir('apimachinery'), 'pkg/runtime')],
  ['intstr', join(moduleDir('apimachinery'), 'pkg/util/intstr')],
];

/** `apps.v1.Deployment` of `.k8s.io.api.apps.v1.Deployment`; a bare name is of the same package. */
function messageName(type, home) {
  if (!type.includes('.')) return `${home}.${type}`;
  return type
    .replace(/^\.?k8s\.io\./, '')
    .replace(/^api\./, '')
    .replace(/^apimachinery\.pkg\.(apis|api|util)?\.?/, '');
}

function typeName(type, home) {
  return SCALARS[type] ?? messageName(type, home);
}

/** Fields by number whose own fields stand directly in the JSON of the struct around them. */
function inlinedFields(folder) {
  const found = new Set();
  if (!existsSync(join(folder, 'types.go'))) return found;
  let struct;
  for (const line of readFileSync(join(folder, 'types.go'), 'utf8').split(
    '\n',
  )) {
    struct = /^type (\w+) struct/.exec(line)?.[1] ?? struct;
    const number = /json:",inline" protobuf:"bytes,(\d+)/.exec(line)?.[1];
    if (number) found.add(`${struct} ${number}`);
  }
  return found;
}

const all = {};
for (const [home, folder] of sources) {
  const text = readFileSync(join(folder, 'generated.proto'), 'utf8');
  const inlined = inlinedFields(folder);
  for (const [, message, body] of text.matchAll(
    /^message (\w+) \{\n([^]*?)^\}/gm,
  )) {
    const fields = {};
    for (const [, map, label, type, name, number] of body.matchAll(
      /^ {2}(?:map<string, ([\w.]+)>|(optional|repeated|required) ([\w.]+)) (\w+) = (\d+);/gm,
    )) {
      const json = inlined.has(`${message} ${number}`) ? '' : name;
      const list = label === 'repeated' ? '[]' : '';
      const shape = map ? '{}' : list;
      fields[number] = [json, shape + typeName(map ?? type, home)];
    }
    all[`${home}.${message}`] = fields;
  }
}

const kinds = {};
for (const [key, names] of Object.entries(KINDS)) {
  const [apiVersion, home] = key.split(' ');
  for (const name of names.split(' '))
    kinds[`${apiVersion} ${name}`] = `${home.replace('/', '.')}.${name}`;
}

const messages = {};
function keep(name) {
  if (name in messages || !(name in all)) return;
  messages[name] = all[name];
  for (const [, type] of Object.values(all[name]))
    keep(type.replace(/^(\[\]|\{\})/, ''));
}
Object.values(kinds).forEach(keep);

const sorted = Object.fromEntries(
  Object.keys(messages)
    .sort()
    .map(name => [name, messages[name]]),
);
const lines = Object.entries(sorted).map(
  ([name, fields]) => `    ${JSON.stringify(name)}: ${JSON.stringify(fields)}`,
);
writeFileSync(
  OUTPUT,
  `{\n  "kinds": ${JSON.stringify(kinds)},\n  "messages": {\n${lines.join(
    ',\n',
  )}\n  }\n}\n`,
);
