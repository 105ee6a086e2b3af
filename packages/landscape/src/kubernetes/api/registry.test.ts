import { resources } from '../resources';
import type { KubeObject } from '../types';
import {
  BY_TEST,
  deploymentSpec,
  errorOf,
  setUpRegistry,
} from './__testUtils__/registry';

const { configMaps, deployments, pods, services } = resources;

describe('create', () => {
  it('gives an object its identity', () => {
    const { create } = setUpRegistry();
    const { metadata } = create(configMaps, { generateName: 'conf-' });
    expect(metadata).toMatchObject({
      name: expect.stringMatching(/^conf-[a-z0-9]{5}$/),
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      creationTimestamp: '2026-11-20T08:00:00Z',
      resourceVersion: '2',
      managedFields: [{ manager: 'test', operation: 'Update' }],
    });
    expect(metadata.generation).toBeUndefined();
  });

  it('refuses a second object of the same name, and a namespace that is not there', () => {
    const { create } = setUpRegistry();
    create(configMaps, { name: 'a' });
    expect(errorOf(() => create(configMaps, { name: 'a' }))).toMatchObject({
      code: 409,
      reason: 'AlreadyExists',
      message: 'configmaps "a" already exists',
    });
    expect(
      errorOf(() => create(configMaps, { name: 'a', namespace: 'nope' })),
    ).toMatchObject({
      reason: 'NotFound',
      message: 'namespaces "nope" not found',
    });
  });

  it('decides the status itself', () => {
    const { create } = setUpRegistry();
    const made = create(
      deployments,
      { name: 'web' },
      { spec: deploymentSpec(), status: { replicas: 7 } },
    );
    expect(made).toMatchObject({ status: {}, metadata: { generation: 1 } });
  });

  it('stores nothing on a dry run', () => {
    const { api, store } = setUpRegistry();
    const { revision } = store;
    const tried = api.create(
      configMaps,
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'a', namespace: 'shop' },
      },
      { ...BY_TEST, dryRun: true },
    );
    expect(tried.metadata.uid).toBeDefined();
    expect(tried.metadata.resourceVersion).toBeUndefined();
    expect(store.revision).toBe(revision);
    expect(api.get(configMaps, 'shop', 'a')).toBeUndefined();
  });

  it('gives pods what admission gives them', () => {
    const { create } = setUpRegistry();
    const pod = create(
      pods,
      { name: 'web' },
      { spec: { containers: [{ name: 'web', image: 'web:1' }] } },
    );
    expect(pod).toMatchObject({
      spec: {
        serviceAccountName: 'default',
        priority: 0,
        volumes: [{ name: expect.stringMatching(/^kube-api-access-/) }],
        tolerations: [
          { key: 'node.kubernetes.io/not-ready' },
          { key: 'node.kubernetes.io/unreachable' },
        ],
      },
      status: { phase: 'Pending', qosClass: 'BestEffort' },
    });
  });

  it('gives services addresses that nobody else has', () => {
    const { create } = setUpRegistry();
    const made = Array.from({ length: 20 }, (_, index) =>
      create(
        services,
        { name: `web-${index}` },
        { spec: { type: 'NodePort', ports: [{ port: 80 }] } },
      ),
    ) as (KubeObject & {
      spec: { clusterIP: string; ports: { nodePort: number }[] };
    })[];
    expect(new Set(made.map(({ spec }) => spec.clusterIP)).size).toBe(20);
    expect(new Set(made.map(({ spec }) => spec.ports[0].nodePort)).size).toBe(
      20,
    );
    const headless = create(
      services,
      { name: 'headless' },
      { spec: { clusterIP: 'None', ports: [{ port: 80 }] } },
    );
    expect(headless).toMatchObject({ spec: { clusterIPs: ['None'] } });
  });
});

describe('update', () => {
  it('is refused when somebody else wrote in between', () => {
    const { api, create } = setUpRegistry();
    const first = create(configMaps, { name: 'a' });
    const write = (object: KubeObject, note: string) =>
      api.update(
        configMaps,
        { ...object, metadata: { ...object.metadata, annotations: { note } } },
        BY_TEST,
      );
    write(first, 'one');
    expect(errorOf(() => write(first, 'two'))).toMatchObject({
      code: 409,
      message:
        'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    });
  });

  it('changes no version when it changes nothing', () => {
    const { api, create, clock } = setUpRegistry();
    const made = create(
      deployments,
      { name: 'web' },
      { spec: deploymentSpec() },
    );
    clock.advance(5000);
    expect(api.update(deployments, made, BY_TEST)).toBe(made);
  });

  it('counts generations of what is wanted, not of the status', () => {
    const { api, create } = setUpRegistry();
    const made = create(
      deployments,
      { name: 'web' },
      { spec: deploymentSpec() },
    );
    const told = api.update(
      deployments,
      {
        ...made,
        spec: deploymentSpec('web:9'),
        status: { replicas: 1 },
      } as KubeObject,
      { ...BY_TEST, subresource: 'status' },
    );
    expect(told).toMatchObject({
      metadata: { generation: 1 },
      status: { replicas: 1 },
    });
    const changed = api.patch(
      deployments,
      'shop',
      'web',
      {
        type: 'merge',
        body: { spec: { replicas: 3 }, status: { replicas: 9 } },
      },
      BY_TEST,
    );
    expect(changed).toMatchObject({
      metadata: { generation: 2 },
      spec: { replicas: 3 },
      status: { replicas: 1 },
    });
  });

  it('needs a version for custom kinds', () => {
    const { api, create } = setUpRegistry();
    const route = create(
      resources.httpRoutes,
      { name: 'web' },
      { spec: { parentRefs: [{ name: 'public' }] } },
    );
    const { resourceVersion: _, ...metadata } = route.metadata;
    expect(
      errorOf(() =>
        api.update(
          resources.httpRoutes,
          { ...route, metadata: { ...metadata, resourceVersion: '' } },
          BY_TEST,
        ),
      ),
    ).toMatchObject({
      code: 422,
      message:
        'httproutes.gateway.networking.k8s.io "web" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    });
  });
});

describe('patch', () => {
  it('scales, with the version of the workload as a condition', () => {
    const { api, create } = setUpRegistry();
    const made = create(
      deployments,
      { name: 'web' },
      { spec: deploymentSpec() },
    );
    const scale = (resourceVersion: string, replicas: number) =>
      api.patch(
        deployments,
        'shop',
        'web',
        {
          type: 'merge',
          body: { metadata: { resourceVersion }, spec: { replicas } },
        },
        { manager: 'scaler', subresource: 'scale' },
      );
    const scaled = scale(made.metadata.resourceVersion, 4);
    expect(scaled).toMatchObject({ spec: { replicas: 4 } });
    expect(scaled.metadata.managedFields).toContainEqual(
      expect.objectContaining({ manager: 'scaler', subresource: 'scale' }),
    );
    expect(
      errorOf(() => scale(made.metadata.resourceVersion, 5)),
    ).toMatchObject({ code: 409 });
    expect(
      errorOf(() => scale(scaled.metadata.resourceVersion, -1)),
    ).toMatchObject({
      message:
        'Scale.autoscaling "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    });
  });

  it('applies what does not exist yet, unless a uid says which object is meant', () => {
    const { api } = setUpRegistry();
    const apply = (metadata: Record<string, string>) =>
      api.patch(
        configMaps,
        'shop',
        'a',
        {
          type: 'apply',
          body: {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata,
            data: { k: 'v' },
          },
        },
        BY_TEST,
      );
    expect(errorOf(() => apply({ name: 'a', uid: '1' }))).toMatchObject({
      code: 409,
      message: expect.stringContaining('uid mismatch'),
    });
    expect(errorOf(() => apply({ name: 'b' }))).toMatchObject({
      message:
        'the name of the object (b) does not match the name on the URL (a)',
    });
    expect(apply({}).metadata).toMatchObject({ name: 'a', namespace: 'shop' });
  });
});
