import type { JsonObject } from '../json';
import { resources } from '../resources';
import type { Json, KubeObject, ResourceType, Subresource } from '../types';
import { applyDefaults, decode, validateCreate, validateUpdate } from '.';
import { altered, refusals } from './__testUtils__/recordings';
import { invalidError } from './field-error';

/** An object as it would be stored, in the namespace that the URL names. */
function read(type: ResourceType, sent: JsonObject): KubeObject {
  const { object } = decode(sent, type, 'Ignore');
  if (type.namespaced) object.metadata.namespace = 'team';
  return applyDefaults(type, object);
}

describe('new objects', () => {
  it.each(refusals)('$title', ({ type, sent, message }) => {
    const object = read(type, sent);
    const errors = validateCreate(type, object);
    const name = object.metadata.name ?? '';
    const kind = type.group ? `${type.kind}.${type.group}` : type.kind;
    const error = invalidError(type, name, errors);
    expect(error.message).toBe(`${kind} "${name}" is invalid: ${message}`);
  });

  it('become a Status with a cause per field', () => {
    const object = read(resources.deployments, {
      metadata: { name: 'web' },
      spec: {
        replicas: -1,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'web' }] },
        },
      },
    });
    const errors = validateCreate(resources.deployments, object);
    expect(
      invalidError(resources.deployments, 'web', errors).toStatus(),
    ).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      reason: 'Invalid',
      code: 422,
      message:
        'Deployment.apps "web" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.template.spec.containers[0].image: Required value]',
      details: {
        name: 'web',
        group: 'apps',
        kind: 'Deployment',
        causes: [
          {
            reason: 'FieldValueInvalid',
            message: 'Invalid value: -1: must be greater than or equal to 0',
            field: 'spec.replicas',
          },
          {
            reason: 'FieldValueRequired',
            message: 'Required value',
            field: 'spec.template.spec.containers[0].image',
          },
        ],
      },
    });
  });
});

describe('changed objects', () => {
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', image: 'web:1' }] },
  };
  const selector = { matchLabels: { app: 'web' } };
  const bodies: Partial<Record<keyof typeof resources, JsonObject>> = {
    configMaps: { data: { a: '1' }, immutable: true },
    deployments: { spec: { selector, template } },
    endpointSlices: { addressType: 'IPv4', endpoints: [], ports: [] },
    gateways: { spec: { gatewayClassName: 'x', listeners: [] } },
    jobs: {
      spec: {
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'job', image: 'job:1' }],
          },
        },
      },
    },
    persistentVolumeClaims: {
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
      },
    },
    pods: { spec: template.spec },
    roleBindings: { roleRef: { kind: 'ClusterRole', name: 'view' } },
    secrets: { data: { a: 'YQ==' } },
    services: {
      spec: {
        ports: [{ port: 80 }],
        clusterIP: '10.96.0.7',
        clusterIPs: ['10.96.0.7'],
      },
    },
    statefulSets: { spec: { serviceName: 'web', selector, template } },
  };

  /** The messages after changes of a stored object, by path. */
  function errorsAfter(
    kind: keyof typeof resources,
    changes: { [path: string]: Json | undefined },
    subresource?: Subresource,
  ): string[] {
    const type = resources[kind];
    const metadata = { name: 'web', uid: '1' };
    const old = read(type, { metadata, ...bodies[kind] });
    const changed = Object.entries(changes).reduce<Json>(
      (value, [path, to]) => altered(value, path.split('.'), to),
      old as unknown as Json,
    );
    const object = changed as unknown as KubeObject;
    return validateUpdate(type, object, old, subresource).map(
      ({ field, message }) => `${field}: ${message}`,
    );
  }

  it('may stay as they are', () => {
    for (const kind of Object.keys(bodies) as (keyof typeof resources)[])
      expect(errorsAfter(kind, {})).toEqual([]);
  });

  it('keep their identity', () => {
    expect(errorsAfter('configMaps', { 'metadata.uid': '2' })).toEqual([
      'metadata.uid: Invalid value: "2": field is immutable',
    ]);
  });

  it('keep their selector', () => {
    const labels = { x: 'y', app: 'web' };
    expect(
      errorsAfter('deployments', { 'spec.selector.matchLabels': labels }),
    ).toEqual([
      'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
      'spec.selector: Invalid value: {"matchLabels":{"app":"web","x":"y"}}: field is immutable',
    ]);
  });

  it.each<
    [
      string,
      keyof typeof resources,
      { [path: string]: Json | undefined },
      string,
    ]
  >([
    [
      'a StatefulSet its service',
      'statefulSets',
      { 'spec.serviceName': 'other' },
      "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ],
    [
      'a Service its address',
      'services',
      { 'spec.clusterIP': '10.96.0.8', 'spec.clusterIPs': ['10.96.0.8'] },
      'spec.clusterIPs[0]: Invalid value: ["10.96.0.8"]: may not change once set',
    ],
    [
      'a binding its role',
      'roleBindings',
      { 'roleRef.name': 'edit' },
      'roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"ClusterRole","Name":"edit"}: cannot change roleRef',
    ],
    [
      'an immutable ConfigMap its data',
      'configMaps',
      { 'data.a': '2' },
      'data: Forbidden: field is immutable when `immutable` is set',
    ],
    [
      'an immutable ConfigMap its immutability',
      'configMaps',
      { immutable: undefined },
      'immutable: Forbidden: field is immutable when `immutable` is set',
    ],
    [
      'a Secret its type',
      'secrets',
      { type: 'x' },
      'type: Invalid value: "x": field is immutable',
    ],
    [
      'a Job its completions',
      'jobs',
      { 'spec.completions': 5 },
      'spec.completions: Invalid value: 5: field is immutable',
    ],
    [
      'an EndpointSlice its addresses',
      'endpointSlices',
      { addressType: 'IPv6' },
      'addressType: Invalid value: "IPv6": field is immutable',
    ],
    [
      'a Pod its number of containers',
      'pods',
      {
        'spec.initContainers': [
          {
            name: 'i',
            image: 'i:1',
            imagePullPolicy: 'Always',
            terminationMessagePolicy: 'File',
          },
        ],
      },
      'spec.initContainers: Forbidden: pod updates may not add or remove containers',
    ],
    [
      'a custom object what its kind requires',
      'gateways',
      { 'spec.gatewayClassName': undefined },
      'spec.gatewayClassName: Required value',
    ],
  ])('keep %s', (_what, kind, changes, message) => {
    expect(errorsAfter(kind, changes)).toEqual([message]);
  });

  it('let a Pod change its image, and say what else differs', () => {
    const image = { 'spec.containers.0.image': 'web:2' };
    expect(errorsAfter('pods', image)).toEqual([]);
    const policy = { 'spec.restartPolicy': 'Never' };
    expect(errorsAfter('pods', { ...image, ...policy })).toEqual([
      [
        'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
        '@@ -11,7 +11,7 @@',
        '  ],',
        '  "dnsPolicy": "ClusterFirst",',
        '  "enableServiceLinks": true,',
        '- "restartPolicy": "Always",',
        '+ "restartPolicy": "Never",',
        '  "schedulerName": "default-scheduler",',
        '  "securityContext": {},',
        '  "terminationGracePeriodSeconds": 30',
        '',
      ].join('\n'),
    ]);
  });

  it('let only a bound claim grow', () => {
    const size = { 'spec.resources.requests.storage': '2Gi' };
    const [message] = errorsAfter('persistentVolumeClaims', size);
    expect(message).toMatch(
      /^spec: Forbidden: spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n@@/,
    );
  });

  it('have a status that does not contradict itself', () => {
    const status = { status: { replicas: 1, readyReplicas: 2 } };
    expect(errorsAfter('deployments', status)).toEqual([]);
    expect(errorsAfter('deployments', status, 'status')).toEqual([
      'status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas',
    ]);
  });
});
