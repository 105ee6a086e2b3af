import { DEPLOYMENT_FIELDS, ownersOf, type FieldPath } from './ownersOf';

const at = (minute: number) => `2026-11-02T08:${minute}:05Z`;
const container = (name: string, fields: object) => ({
  [`k:{"name":${JSON.stringify(name)}}`]: { '.': {}, 'f:name': {}, ...fields },
});
const template = (...containers: object[]) => ({
  'f:spec': {
    'f:template': {
      'f:spec': { 'f:containers': Object.assign({}, ...containers) },
    },
  },
});
const PIPELINE = {
  manager: 'kubectl-client-side-apply',
  operation: 'Update',
  time: at(10),
};
const PORTAL = { manager: 'pilothouse', operation: 'Apply', time: at(20) };
const HPA = {
  manager: 'kube-controller-manager',
  operation: 'Update',
  subresource: 'scale',
};
const PLAIN = {
  manager: 'kubectl-edit',
  operation: 'Update',
  time: at(40),
};

const managed = (...managedFields: unknown[]) => ({
  metadata: { managedFields },
});
const deployment = managed(
  {
    ...PIPELINE,
    fieldsV1: template(
      container('app', { 'f:image': {}, 'f:resources': {} }),
      container('app"}', { 'f:image': {} }),
    ),
  },
  { ...PORTAL, fieldsV1: template(container('app', { 'f:image': {} })) },
  { ...HPA, fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
  {
    ...PLAIN,
    fieldsV1: {
      'f:spec': {
        'f:template': { 'f:metadata': { 'f:annotations': { 'f:a': {} } } },
        'f:replicas': {},
      },
    },
  },
);
const { image, replicas, template: TEMPLATE } = DEPLOYMENT_FIELDS;

it.each<[string, FieldPath[], unknown[]]>([
  ['an image that two share', [image('app')], [PIPELINE, PORTAL]],
  ['an image by a name that is no JSON', [image('app"}')], [PIPELINE]],
  ['an image of nobody', [image('sidecar')], []],
  ['replicas', [replicas], [HPA, PLAIN]],
  ['anything of the template', [TEMPLATE], [PIPELINE, PORTAL, PLAIN]],
  ['any of several', [image('sidecar'), replicas], [HPA, PLAIN]],
  ['a field that nobody owns', [['spec', 'paused']], []],
  ['a name that every object has', [['spec', 'toString']], []],
  ['nothing', [], []],
])('tells who owns %s', (_, paths, owners) => {
  expect(ownersOf(deployment, ...paths)).toEqual(owners);
});

it('finds an item by several keys, in any order', () => {
  const service = managed({
    ...PORTAL,
    fieldsV1: {
      'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': {} } },
    },
  });
  const ports = (keys: object): FieldPath => ['spec', 'ports', { ...keys }];
  expect(ownersOf(service, ports({ protocol: 'TCP', port: 80 }))).toEqual([
    PORTAL,
  ]);
  expect(ownersOf(service, ports({ port: 80 }))).toEqual([]);
  expect(ownersOf(service, ports({ port: '80', protocol: 'TCP' }))).toEqual([]);
});

it.each([undefined, {}, { metadata: { managedFields: 'many' } }])(
  'knows no owners of %j',
  object => {
    expect(ownersOf(object, replicas)).toEqual([]);
  },
);

it('leaves out the entries that make no sense', () => {
  const fieldsV1 = { 'k:{': {}, 'f:spec': { 'f:replicas': {} } };
  const strange = managed(
    undefined,
    { ...PLAIN, fieldsV1: 'f:spec' },
    { ...PLAIN, operation: 'Steal', fieldsV1 },
    { ...PLAIN, manager: 7, fieldsV1 },
    { ...PORTAL, fieldsV1 },
  );
  expect(ownersOf(strange, [{ name: 'x' }], replicas)).toEqual([PORTAL]);
});

it('caps what a program may call itself', () => {
  const long = managed({
    ...PORTAL,
    manager: 'x'.repeat(10_000),
    fieldsV1: { 'f:spec': { 'f:replicas': {} } },
  });
  expect(ownersOf(long, replicas)[0].manager).toHaveLength(128);
});
