import { resources } from '../resources';
import type { Json, ResourceType } from '../types';
import { schemaFor } from '.';
import { readTyped } from './read';

const { configMaps, deployments, gateways, pods } = resources;

function read(type: ResourceType, value: Json) {
  return readTyped(value, schemaFor(type)).value;
}

describe('reading as Go does', () => {
  it('writes what Go always writes', () => {
    expect(read(deployments, {})).toEqual({
      metadata: {},
      spec: {
        selector: null,
        strategy: {},
        template: { metadata: {}, spec: { containers: null } },
      },
      status: {},
    });
    expect(
      read(pods, {
        status: { conditions: [{ type: 'Ready', status: 'True' }] },
      }),
    ).toMatchObject({
      status: {
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            lastProbeTime: null,
            lastTransitionTime: null,
          },
        ],
      },
    });
  });

  it('leaves out what is empty, but not what was said through a pointer', () => {
    const spec = {
      replicas: 0,
      paused: false,
      minReadySeconds: 0,
      template: {
        spec: {
          automountServiceAccountToken: false,
          hostNetwork: false,
          hostname: '',
          containers: [{ name: 'a', image: '', env: [], tty: false }],
          securityContext: {},
          nodeSelector: {},
        },
      },
    };
    expect(read(deployments, { metadata: { labels: {} }, spec })).toEqual({
      metadata: {},
      spec: {
        replicas: 0,
        selector: null,
        strategy: {},
        template: {
          metadata: {},
          spec: {
            automountServiceAccountToken: false,
            containers: [{ name: 'a', resources: {} }],
            securityContext: {},
          },
        },
      },
      status: {},
    });
  });

  it('keeps an empty list of managers, which asks to forget them', () => {
    expect(read(configMaps, { metadata: { managedFields: [] } })).toEqual({
      metadata: { managedFields: [] },
    });
  });

  it('writes quantities and times in their canonical form', () => {
    const container = {
      name: 'a',
      resources: { limits: { cpu: 1.5, memory: '1024Mi' } },
    };
    expect(
      read(pods, {
        metadata: { creationTimestamp: '2026-11-20T08:00:00+08:00' },
        spec: { containers: [container] },
      }),
    ).toMatchObject({
      metadata: { creationTimestamp: '2026-11-20T00:00:00Z' },
      spec: {
        containers: [
          { resources: { limits: { cpu: '1500m', memory: '1Gi' } } },
        ],
      },
    });
  });

  it('keeps microseconds where Go has them', () => {
    const renewed = (renewTime: string) =>
      read(resources.leases, { spec: { renewTime } });
    for (const [sent, written] of [
      ['2026-11-20T00:00:00.123456Z', '2026-11-20T00:00:00.123456Z'],
      ['2026-11-20T00:00:00Z', '2026-11-20T00:00:00.000000Z'],
      ['2026-11-20T08:00:00.5+08:00', '2026-11-20T00:00:00.500000Z'],
    ])
      expect(renewed(sent)).toMatchObject({ spec: { renewTime: written } });
  });

  it('does not look below the spec of a custom kind', () => {
    const spec = { listeners: [{ any: { x: null } }], other: {} };
    const { value, problems } = readTyped(
      { spec, unknown: 1, metadata: { unknown: 1 } },
      schemaFor(gateways),
    );
    expect(value).toEqual({ spec, metadata: {} });
    expect(problems.strict).toEqual([
      'unknown field "unknown"',
      'unknown field "metadata.unknown"',
    ]);
  });

  it.each<[Json, string, string]>([
    [
      { spec: { replicas: 'x' } },
      'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
      'unrecognized type: int32',
    ],
    [
      { spec: { replicas: 1.5 } },
      'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
      'cannot convert float64 to int32',
    ],
    [
      { spec: 'x' },
      'json: cannot unmarshal string into Go struct field Deployment.spec of type v1.DeploymentSpec',
      'cannot restore struct from: string',
    ],
    [
      { spec: { template: { spec: { containers: 'x' } } } },
      'json: cannot unmarshal string into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container',
      'cannot restore slice from string',
    ],
    [
      { metadata: { labels: { a: 1 } } },
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
      'cannot convert int64 to string',
    ],
  ])('%j does not fit', (value, json, unstructured) => {
    const schema = schemaFor(deployments);
    expect(readTyped(value, schema).problems.fatal).toBe(json);
    expect(
      readTyped(value, schema, { dialect: 'unstructured' }).problems.fatal,
    ).toBe(unstructured);
  });
});
