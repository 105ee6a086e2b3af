import { appendFileSync } from 'node:fs';
import { NotAllowedError } from '@backstage/errors';
import { parseAllDocuments } from 'yaml';
import { describeWrites } from './__testUtils__/describeWrites';
import { eventually } from './__testUtils__/eventually';
import { kubectl, variable } from './__testUtils__/kubectl';
import {
  Cleanup,
  connect,
  RBAC,
  ready,
  WRITE_ROLE,
} from './__testUtils__/realCluster';
import { shopManifests } from './__testUtils__/shop';
import type {
  Cluster,
  ObjectPrecondition,
  WatchedKind,
  WriteOutcome,
} from './types';
import { DEPLOYMENT } from './writes/kinds';

jest.setTimeout(60_000);

const MANAGER = 'pilothouse-test';
const IMAGE = 'registry.yunfan.test/shop';

const KINDS: WatchedKind[] = [
  'namespaces',
  'deployments',
  'replicasets',
  'pods',
  'services',
  'horizontalpodautoscalers',
  'poddisruptionbudgets',
  'events',
];

const run = `clusters-node-${Date.now().toString(36)}`;
const cleanup = new Cleanup();

/** The shop's Deployment, as the portal holds it. */
function shop(cluster: Cluster) {
  const found = cluster.watch('deployments').cache.get(run, 'shop');
  if (!found) throw new Error('The shop is not there');
  return {
    object: found,
    image: found.spec?.template.spec?.containers[0].image,
    seen: {
      namespace: run,
      name: 'shop',
      uid: found.metadata?.uid ?? '',
      resourceVersion: found.metadata?.resourceVersion ?? '',
    },
  };
}

async function settled(cluster: Cluster): Promise<void> {
  await eventually(() => {
    const { status, spec } = shop(cluster).object;
    const { readyReplicas, replicas, updatedReplicas } = status ?? {};
    return [readyReplicas, replicas, updatedReplicas].every(
      count => count === spec?.replicas,
    );
  });
}

/**
 * Writes from the state that was seen, again if a controller was faster, as whoever decides on a conflict would. Returns
 * from which state it was done.
 */
async function done<T>(
  cluster: Cluster,
  write: (seen: ObjectPrecondition) => Promise<WriteOutcome<T>>,
): Promise<{ seen: ObjectPrecondition; object: T }> {
  return eventually(async () => {
    const { seen } = shop(cluster);
    const answer = await write(seen);
    return answer.outcome === 'done' && { seen, object: answer.object };
  });
}

function applied(image: string, uid?: string) {
  return {
    metadata: { name: 'shop', namespace: run, uid },
    spec: { template: { spec: { containers: [{ name: 'shop', image }] } } },
  };
}

describe('with the roles of deploy/rbac', () => {
  const context = 'beijing';
  let cluster: Cluster;

  beforeAll(async () => {
    await kubectl(context, ['apply', '-f', RBAC]);
    cleanup.add(() =>
      kubectl(context, ['delete', '-f', RBAC, '--ignore-not-found']),
    );
    await kubectl(context, ['create', 'namespace', run]);
    cleanup.add(() =>
      kubectl(context, ['delete', 'namespace', run, '--wait=false']),
    );
    await kubectl(context, ['-n', run, 'apply', '-f', '-'], shopManifests());
    cluster = await connect(context, cleanup);
    await ready(cluster, 'deployments');
    await settled(cluster);
  });
  afterAll(() => cleanup.run());

  it('reads every kind, and may do all that it wants to', async () => {
    const lists = KINDS.map(kind => ready(cluster, kind));
    expect(await Promise.all(lists)).toEqual(KINDS.map(() => true));
    await eventually(() => {
      expect(cluster.health()).toMatchObject({
        status: 'live',
        forbidden: [],
        writable: true,
      });
    });
    const found = KINDS.map(kind => {
      const { cache } = cluster.watch(kind);
      const objects = cache.list(kind === 'namespaces' ? undefined : run);
      return [kind, objects.length > 0];
    });
    expect(found).toEqual(KINDS.map(kind => [kind, true]));
  });

  it('keeps no secrets of what it reads', () => {
    expect(JSON.stringify(shop(cluster).object)).not.toContain('sesame');
  });

  it('knows which pods belong to whom', async () => {
    await ready(cluster, 'replicasets');
    await ready(cluster, 'pods');
    const { uid, namespace } = shop(cluster).seen;
    const [replicaSet] = cluster
      .watch('replicasets')
      .cache.ownedBy(namespace, uid);
    const pods = cluster
      .watch('pods')
      .cache.ownedBy(namespace, replicaSet.metadata?.uid ?? '');
    expect(pods.map(pod => pod.status?.phase)).toEqual(['Running', 'Running']);
  });

  it('sees what kubectl does, in order', async () => {
    const images: (string | undefined)[] = [];
    const lease = cluster.watch('deployments');
    lease.subscribe(() => {
      const { image } = shop(cluster);
      if (images.at(-1) !== image) images.push(image);
    });
    for (const tag of ['1.1.0', '1.2.0']) {
      const image = `shop=${IMAGE}:${tag}`;
      await kubectl(context, ['-n', run, 'set', 'image', 'deploy/shop', image]);
    }
    await kubectl(context, ['-n', run, 'rollout', 'undo', 'deploy/shop']);
    await eventually(() => {
      expect(images).toEqual([
        `${IMAGE}:1.1.0`,
        `${IMAGE}:1.2.0`,
        `${IMAGE}:1.1.0`,
      ]);
    });
    lease.release();
    await settled(cluster);
  });

  it('reads logs, and says what there is none of', async () => {
    appendFileSync(
      variable('PILOTHOUSE_REAL_POD_LOG'),
      `${new Date().toISOString()} stdout F ${run} says 你好\n`,
    );
    await ready(cluster, 'pods');
    // Those of the image before may still be on their way out.
    const pod = await eventually(() => {
      const { replicas } = shop(cluster).object.spec ?? {};
      const pods = cluster
        .watch('pods')
        .cache.list(run)
        .filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
      return pods.length === replicas && pods[0];
    });
    const request = {
      namespace: run,
      pod: pod.metadata?.name ?? '',
      container: 'shop',
      tailLines: 1,
      signal: AbortSignal.timeout(20_000),
    };
    const lines = cluster.readPodLog(request);
    expect(await lines.next()).toEqual({
      done: false,
      value: { at: expect.stringMatching(/^2.*Z$/), text: `${run} says 你好` },
    });
    expect(await lines.next()).toEqual({
      done: true,
      value: 'container-ended',
    });
    const missing = cluster.readPodLog({ ...request, pod: 'nobody' });
    await expect(missing.next()).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining('pods "nobody" not found'),
    });
  });

  it('applies an image, and names whom it would overrule', async () => {
    const { seen } = shop(cluster);
    const image = `${IMAGE}:2.0.0`;
    const options = { fieldManager: MANAGER };
    const wish = applied(image, seen.uid);
    expect(await cluster.apply(DEPLOYMENT, wish, options)).toEqual({
      outcome: 'conflict',
      reason: 'owned',
      message: expect.stringContaining('kubectl'),
      managers: [
        {
          manager: expect.stringContaining('kubectl'),
          field: '.spec.template.spec.containers[name="shop"].image',
        },
      ],
    });
    const forced = { ...options, force: true };
    const dry = await cluster.apply(DEPLOYMENT, wish, {
      ...forced,
      dryRun: true,
    });
    expect(dry.outcome).toBe('done');
    const before = shop(cluster).image;
    expect(before).not.toBe(image);
    const written = await cluster.apply(DEPLOYMENT, wish, forced);
    expect(written.outcome).toBe('done');
    await eventually(() => shop(cluster).image === image);
    expect(
      shop(cluster).object.metadata?.managedFields?.map(
        ({ manager }) => manager,
      ),
    ).toContain(MANAGER);
    const other = applied(image, '00000000-0000-0000-0000-000000000000');
    expect(await cluster.apply(DEPLOYMENT, other, forced)).toMatchObject({
      outcome: 'conflict',
    });
    await expect(
      cluster.apply(DEPLOYMENT, applied('', seen.uid), forced),
    ).rejects.toMatchObject({ name: 'InputError' });
    await settled(cluster);
  });

  it('scales what it has seen, and nothing newer', async () => {
    const options = { fieldManager: MANAGER };
    const { seen, object } = await done(cluster, now =>
      cluster.scale(now, 3, options),
    );
    expect(object).toEqual({
      replicas: 3,
      resourceVersion: expect.any(String),
    });
    expect(await cluster.scale(seen, 4, options)).toMatchObject({
      outcome: 'conflict',
    });
    await eventually(() => shop(cluster).object.spec?.replicas === 3);
    const other = { ...shop(cluster).seen, uid: 'another' };
    expect(await cluster.scale(other, 4, options)).toMatchObject({
      outcome: 'conflict',
    });
    expect(shop(cluster).object.spec?.replicas).toBe(3);
  });

  it('patches what it has seen, and nothing newer', async () => {
    const pause = [{ op: 'add', path: '/spec/paused', value: true }];
    const wrong = [{ op: 'add', path: '/spec/replicas', value: 'many' }];
    const patch = (target: ObjectPrecondition, operations: object[]) =>
      cluster.jsonPatch(DEPLOYMENT, target, operations, {
        fieldManager: MANAGER,
      });
    await eventually(() =>
      expect(patch(shop(cluster).seen, wrong)).rejects.toMatchObject({
        name: 'InputError',
      }),
    );
    const { seen, object } = await done(cluster, now => patch(now, pause));
    expect(object).toMatchObject({ spec: { paused: true } });
    expect(await patch(seen, pause)).toMatchObject({ outcome: 'conflict' });
    await eventually(() => shop(cluster).object.spec?.paused === true);
    const { seen: now } = shop(cluster);
    expect(await patch({ ...now, uid: 'another' }, pause)).toMatchObject({
      outcome: 'conflict',
    });
    await expect(
      patch({ ...now, name: 'nobody' }, pause),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  describeWrites(() => ({ cluster, namespace: run }));

  it('creates a canary that is not there', async () => {
    const [deployment] = parseAllDocuments(shopManifests({ replicas: 0 }));
    const { metadata, ...rest } = deployment.toJS();
    const canary = {
      metadata: { name: 'shop-canary', namespace: run },
      ...rest,
    };
    expect(
      await cluster.apply(DEPLOYMENT, canary, { fieldManager: MANAGER }),
    ).toMatchObject({ outcome: 'done' });
    expect(metadata.name).toBe('shop');
  });

  it('is read-only without the write role', async () => {
    await kubectl(context, ['delete', '-f', WRITE_ROLE]);
    const readOnly = await connect(context, cleanup);
    await ready(readOnly, 'deployments');
    await eventually(() => readOnly.health().writable === false);
    const { seen } = shop(readOnly);
    const options = { fieldManager: MANAGER };
    await expect(
      readOnly.apply(DEPLOYMENT, applied('x', seen.uid), options),
    ).rejects.toThrow(NotAllowedError);
    await expect(readOnly.scale(seen, 1, options)).rejects.toThrow(
      'cannot patch resource "deployments/scale"',
    );
    await kubectl(context, ['apply', '-f', WRITE_ROLE]);
  });

  it('cannot read Secrets', async () => {
    const account = 'system:serviceaccount:pilothouse:pilothouse';
    const ask = (verb: string, resource: string) =>
      kubectl(context, ['auth', 'can-i', verb, resource, '-A', '--as', account])
        .then(answer => answer.trim())
        .catch(() => 'no');
    expect(await ask('list', 'secrets')).toBe('no');
    expect(await ask('create', 'pods/exec')).toBe('no');
    expect(await ask('delete', 'deployments')).toBe('no');
    expect(await ask('patch', 'deployments')).toBe('yes');
  });
});
