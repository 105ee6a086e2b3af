import { resources } from '../resources';
import type { KubeObject, ResourceType } from '../types';
import {
  BY_TEST,
  deploymentSpec,
  errorOf,
  setUpRegistry,
} from './__testUtils__/registry';

const { configMaps, deployments, namespaces, nodes, pods } = resources;

describe('delete', () => {
  const remove = (
    { api }: ReturnType<typeof setUpRegistry>,
    type: ResourceType,
    name: string,
    options = {},
  ) => api.delete(type, type.namespaced ? 'shop' : undefined, name, options);

  it('keeps objects for their finalizers', () => {
    const world = setUpRegistry();
    const { api, create } = world;
    create(configMaps, { name: 'a', finalizers: ['example.com/hold'] });
    const held = remove(world, configMaps, 'a');
    expect(held.metadata).toMatchObject({
      deletionTimestamp: '2026-11-20T08:00:00Z',
      deletionGracePeriodSeconds: 0,
    });
    expect(remove(world, configMaps, 'a')).toBe(held);
    api.patch(
      configMaps,
      'shop',
      'a',
      { type: 'merge', body: { metadata: { finalizers: null } } },
      BY_TEST,
    );
    expect(api.get(configMaps, 'shop', 'a')).toBeUndefined();
  });

  it('turns the propagation policy into a finalizer of the garbage collector', () => {
    const world = setUpRegistry();
    world.create(deployments, { name: 'web' }, { spec: deploymentSpec() });
    const orphaning = remove(world, deployments, 'web', {
      propagationPolicy: 'Orphan',
    });
    expect(orphaning.metadata).toMatchObject({
      finalizers: ['orphan'],
      generation: 2,
    });
    const foreground = remove(world, deployments, 'web', {
      propagationPolicy: 'Foreground',
    });
    expect(foreground.metadata.finalizers).toEqual(['foregroundDeletion']);
  });

  it('lets pods that run have their grace period, and only shortens it', () => {
    const world = setUpRegistry();
    const { api, create } = world;
    create(nodes, { name: 'node-1' });
    const pod = create(
      pods,
      { name: 'web' },
      { spec: { containers: [{ name: 'web', image: 'web:1' }] } },
    ) as KubeObject & { spec: object };
    api.update(
      pods,
      { ...pod, spec: { ...pod.spec, nodeName: 'node-1' } } as KubeObject,
      { ...BY_TEST, subresource: 'binding' },
    );
    expect(remove(world, pods, 'web').metadata).toMatchObject({
      deletionTimestamp: '2026-11-20T08:00:30Z',
      deletionGracePeriodSeconds: 30,
      generation: 2,
    });
    expect(
      remove(world, pods, 'web', { gracePeriodSeconds: 60 }).metadata,
    ).toMatchObject({ deletionGracePeriodSeconds: 30 });
    expect(
      remove(world, pods, 'web', { gracePeriodSeconds: 5 }).metadata,
    ).toMatchObject({
      deletionTimestamp: '2026-11-20T08:00:05Z',
      deletionGracePeriodSeconds: 5,
    });
    remove(world, pods, 'web', { gracePeriodSeconds: 0 });
    expect(api.get(pods, 'shop', 'web')).toBeUndefined();
  });

  it('removes a pod that runs nowhere at once', () => {
    const world = setUpRegistry();
    world.create(
      pods,
      { name: 'web' },
      { spec: { containers: [{ name: 'web', image: 'web:1' }] } },
    );
    remove(world, pods, 'web');
    expect(world.api.get(pods, 'shop', 'web')).toBeUndefined();
  });

  it('checks its preconditions', () => {
    const world = setUpRegistry();
    const { metadata } = world.create(configMaps, { name: 'a' });
    expect(
      errorOf(() =>
        remove(world, configMaps, 'a', { preconditions: { uid: 'x' } }),
      ),
    ).toMatchObject({
      code: 409,
      message: `Operation cannot be fulfilled on ConfigMap "a": the UID in the precondition (x) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    });
    remove(world, configMaps, 'a', { preconditions: { uid: metadata.uid } });
  });

  it('empties a namespace before it goes, and lets nothing new in', () => {
    const world = setUpRegistry();
    const { api, create } = world;
    expect(remove(world, namespaces, 'shop')).toMatchObject({
      status: { phase: 'Terminating' },
    });
    expect(errorOf(() => create(configMaps, { name: 'a' }))).toMatchObject({
      code: 403,
      message:
        'configmaps "a" is forbidden: unable to create new content in namespace shop because it is being terminated',
      details: { causes: [{ reason: 'NamespaceTerminating' }] },
    });
    const terminating = api.get<KubeObject>(namespaces, undefined, 'shop');
    if (!terminating) throw new Error('gone too early');
    api.update(
      namespaces,
      { ...terminating, spec: { finalizers: [] } } as KubeObject,
      { ...BY_TEST, subresource: 'finalize' },
    );
    expect(api.get(namespaces, undefined, 'shop')).toBeUndefined();
    create(namespaces, { name: 'default' });
    expect(errorOf(() => remove(world, namespaces, 'default'))).toMatchObject({
      message:
        'namespaces "default" is forbidden: this namespace may not be deleted',
    });
  });
});
