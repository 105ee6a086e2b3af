import { ApiError } from '../api-error';
import { resources } from '../resources';
import type { Json, ResourceType } from '../types';
import { decode, decodePatched, type FieldValidation } from '.';

const { configMaps, deployments } = resources;

function outcome(
  body: Json | string,
  type: ResourceType = deployments,
  validation?: FieldValidation,
): string {
  try {
    decode(body, type, validation);
    return 'ok';
  } catch (error) {
    if (error instanceof ApiError) return `${error.code} ${error.message}`;
    throw error;
  }
}

const HANDLED =
  '400 Deployment in version "v1" cannot be handled as a Deployment: ';

const TWICE = `{
  "metadata": { "name": "web", "name": "x" },
  "spec": {
    "zzz": 1, "replicas": 1, "replicas": 2, "aaa": { "b": 1, "b": 2 },
    "selector": { "matchLabels": { "a": "b", "a": "b" } },
    "template": { "spec": { "containers": [
      { "name": "a", "image": "b", "name": "c",
        "ports": [{ "containerPort": 1, "containerPort": 2 }] }
    ] } }
  }
}`;

const TWICE_IN_YAML = `
metadata: { name: web }
spec:
  zzz: 1
  replicas: 1
  replicas: 2
  aaa: 1
  template:
    spec:
      containers:
        - { name: a, image: b, foo: 1 }
        - name: b
          name: c
`;

describe('reading bodies', () => {
  it('fills in the kind that the URL names', () => {
    expect(decode({ metadata: { name: 'a' } }, configMaps).object).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
    });
    expect(
      decode('kind: ConfigMap\ndata: { a: b }', configMaps).object,
    ).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {},
      data: { a: 'b' },
    });
  });

  it('names unknown and duplicate fields in the order in which they come', () => {
    const problems = [
      'duplicate field "metadata.name"',
      'unknown field "spec.zzz"',
      'duplicate field "spec.replicas"',
      'unknown field "spec.aaa"',
      'duplicate field "spec.selector.matchLabels.a"',
      'duplicate field "spec.template.spec.containers[0].name"',
      'duplicate field "spec.template.spec.containers[0].ports[0].containerPort"',
    ];
    expect(outcome(TWICE, deployments, 'Strict')).toBe(
      `${HANDLED}strict decoding error: ${problems.join(', ')}`,
    );
    const { object, warnings } = decode(TWICE, deployments, 'Warn');
    expect(warnings).toEqual(problems);
    // The last one counts.
    expect(object).toMatchObject({ spec: { replicas: 2 } });
    expect(decode(TWICE, deployments, 'Ignore').warnings).toEqual([]);
  });

  it('names duplicate keys of YAML by their line', () => {
    expect(outcome(TWICE_IN_YAML, deployments, 'Strict')).toBe(
      `${HANDLED}strict decoding error: yaml: unmarshal errors:\n  line 6: key "replicas" already set in map\n  line 13: key "name" already set in map, unknown field "spec.aaa", unknown field "spec.template.spec.containers[0].foo", unknown field "spec.zzz"`,
    );
    expect(decode(TWICE_IN_YAML, deployments, 'Warn').warnings).toEqual([
      'line 6: key "replicas" already set in map',
      'line 13: key "name" already set in map',
      'unknown field "spec.aaa"',
      'unknown field "spec.template.spec.containers[0].foo"',
      'unknown field "spec.zzz"',
    ]);
  });

  it.each<[string, Json]>([
    [
      'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
      { spec: { replicas: 'x' } },
    ],
    [
      'json: cannot unmarshal number 99999999999 into Go struct field DeploymentSpec.spec.replicas of type int32',
      { spec: { replicas: 99999999999 } },
    ],
    [
      'json: cannot unmarshal array into Go struct field ObjectMeta.metadata.labels of type map[string]string',
      { metadata: { labels: ['a'] } },
    ],
    [
      'json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string',
      {
        spec: { template: { spec: { containers: [{ env: [{ value: 1 }] }] } } },
      },
    ],
    [
      'json: cannot unmarshal number into Go struct field Container.spec.template.spec.containers.imagePullPolicy of type v1.PullPolicy',
      {
        spec: { template: { spec: { containers: [{ imagePullPolicy: 1 }] } } },
      },
    ],
    [
      'json: cannot unmarshal string into Go struct field ResourceRequirements.spec.template.spec.containers.resources.limits of type v1.ResourceList',
      {
        spec: {
          template: { spec: { containers: [{ resources: { limits: 'x' } }] } },
        },
      },
    ],
    [
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      {
        spec: {
          template: {
            spec: { containers: [{ resources: { limits: { cpu: 'abc' } } }] },
          },
        },
      },
    ],
    [
      'parsing time "garbage" as "2006-01-02T15:04:05Z07:00": cannot parse "garbage" as "2006"',
      { metadata: { creationTimestamp: 'garbage' } },
    ],
    [
      'no kind "Deployment" is registered for version "apps/v2" in scheme "pkg/runtime/scheme.go:111"',
      { apiVersion: 'apps/v2' },
    ],
  ])('answers %s', (message, body) => {
    const version = message.includes('apps/v2') ? 'v2' : 'v1';
    expect(outcome(body)).toBe(HANDLED.replace('v1', version) + message);
  });

  it.each<[keyof typeof resources, Json | string, string]>([
    [
      'deployments',
      { apiVersion: 'v1', kind: 'Pod' },
      'Pod in version "v1" cannot be handled as a Deployment: converting (v1.Pod) to (apps.Deployment): unknown conversion',
    ],
    [
      'gateways',
      { apiVersion: 'v1', kind: 'Gateway' },
      'the API version in the data (v1) does not match the expected API version (gateway.networking.k8s.io/v1)',
    ],
    [
      'secrets',
      { data: { a: '%%' } },
      'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 0',
    ],
    [
      'pods',
      'garbage',
      "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character 'g' looking for beginning of value (67617262616765)",
    ],
    [
      'pods',
      '',
      "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)",
    ],
    [
      'pods',
      '{"apiVersion":"apps/v1","kind":"Deployment",}',
      'the object provided is unrecognized (must be of type Pod): couldn\'t get version/kind; json parse error: invalid character \'}\' looking for beginning of object key string ({"apiVersion":"apps/v1","kind" ...)',
    ],
    [
      'pods',
      '{"apiVersion":"a/b/c"}',
      'the object provided is unrecognized (must be of type Pod): unexpected GroupVersion string: a/b/c ({"apiVersion":"a/b/c"})',
    ],
    [
      'pods',
      '[]',
      'the object provided is unrecognized (must be of type Pod): couldn\'t get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (5b5d)',
    ],
  ])('refuses %s such as %j: %s', (kind, body, message) => {
    expect(outcome(body, resources[kind])).toBe(`400 ${message}`);
  });
});

describe('reading what a patch has made', () => {
  const live = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };

  function refusal(type: 'merge' | 'strategic', body: { [key: string]: Json }) {
    try {
      decodePatched({ ...live, ...body }, configMaps, { type, body }, 'Strict');
    } catch (error) {
      if (error instanceof ApiError) return error.toStatus();
      throw error;
    }
    return undefined;
  }

  it('is Invalid where a body is a bad request', () => {
    const patched = JSON.stringify({ ...live, data: { a: 1 } });
    const message = `Invalid value: ${JSON.stringify(
      patched,
    )}: json: cannot unmarshal number into Go struct field ConfigMap.data of type string`;
    expect(refusal('merge', { data: { a: 1 } })).toMatchObject({
      code: 422,
      reason: 'Invalid',
      message: ` "" is invalid: patch: ${message}`,
      details: {
        causes: [{ reason: 'FieldValueInvalid', message, field: 'patch' }],
      },
    });
  });

  it.each<[{ [key: string]: Json }, string]>([
    [
      { data: { a: 1 } },
      'Invalid value: "map[data:map[a:1]]": cannot convert int64 to string',
    ],
    [
      { data: 'x' },
      'Invalid value: "map[data:x]": cannot restore map from string',
    ],
    [
      { foo: [1, 'b'] },
      'Invalid value: "map[foo:[1 b]]": strict decoding error: unknown field "foo"',
    ],
    [
      { kind: 'Secret' },
      'Invalid value: "map[kind:Secret]": no kind "Secret" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"',
    ],
  ])('quotes a strategic merge patch: %j', (body, message) => {
    expect(refusal('strategic', body)?.message).toBe(
      ` "" is invalid: patch: ${message}`,
    );
  });

  it('warns, or says nothing', () => {
    const patched = { ...live, foo: 1 };
    const patch = { type: 'merge', body: { foo: 1 } } as const;
    expect(decodePatched(patched, configMaps, patch, 'Warn')).toEqual({
      object: live,
      warnings: ['unknown field "foo"'],
    });
    expect(
      decodePatched(patched, configMaps, patch, 'Ignore').warnings,
    ).toEqual([]);
  });
});
