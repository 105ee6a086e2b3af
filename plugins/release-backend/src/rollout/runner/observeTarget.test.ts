import {
  createFakeClusters,
  type FakeCluster,
} from '@pilothouse/plugin-clusters-node/testUtils';
import {
  deployment,
  newVersion,
  place,
  replicaSet,
} from '../../__testUtils__/objects';
import { imageOf } from '../../__testUtils__/rollout/Shop';
import type { TargetDefinition } from '../definition';
import { observeTarget } from './observeTarget';
import { TargetWatches } from './TargetWatches';

const NOW = 1_000_000;
const REVISION = 'deployment.kubernetes.io/revision';

const target: TargetDefinition = {
  workloadId: 'prod/a/order/order-api',
  environment: 'prod',
  cluster: 'a',
  namespace: 'order',
  name: 'order-api',
  container: 'order-api',
  image: imageOf('2'),
  release: {
    name: 'order-api',
    uid: 'uid-order-order-api',
    image: 'r.test/order:1.0.0',
    replicas: 2,
    template: {},
  },
  canaryName: 'order-api-canary',
  confirmedManagers: { release: [], canary: [] },
};

describe('what is seen of a target', () => {
  let cluster: FakeCluster;
  let watches: TargetWatches;
  let clock: number;
  const changed = jest.fn();

  beforeEach(async () => {
    clock = 0;
    changed.mockClear();
    const clusters = createFakeClusters('a');
    cluster = clusters.cluster('a');
    watches = new TargetWatches({
      clusters,
      onChange: changed,
      monotonic: () => clock,
    });
    place(cluster, { name: 'order-api', role: 'release', replicas: 2 });
    await watches.follow(new Set(['a', 'nowhere']));
  });
  afterEach(() => watches.close());

  const look = () =>
    observeTarget(target, { view: watches.view('a'), now: NOW });

  it('is what its caches say, while they are current', () => {
    const canary = place(cluster, {
      name: 'order-api-canary',
      role: 'canary',
      image: imageOf('2'),
      replicas: 1,
    });
    const { observation } = look();
    expect(observation).toMatchObject({
      current: true,
      namespaceGone: false,
      release: { image: 'r.test/order:1.0.0', replicas: 2, autoscalers: [] },
      canary: { image: imageOf('2'), generation: 1 },
      // The controller has not counted it as available.
      canaryReady: 0,
    });
    cluster.put('replicasets', {
      ...canary.replicaSet,
      metadata: {
        ...canary.replicaSet.metadata,
        resourceVersion: newVersion(),
      },
      status: { replicas: 1, readyReplicas: 1, availableReplicas: 1 },
    });
    expect(look().observation.canaryReady).toBe(1);
    // A template that the controller has not seen yet has no pods.
    cluster.put('deployments', {
      ...canary.deployment,
      metadata: {
        ...canary.deployment.metadata,
        generation: 2,
        resourceVersion: newVersion(),
      },
    });
    expect(look().observation.canaryReady).toBe(0);
    expect(look().pods.canary).toEqual([]);
  });

  it.each([
    ['unauthorized', 'credentials-refused'],
    ['unreachable', 'cluster-away'],
  ] as const)('is not current when its cluster is %s', (status, code) => {
    cluster.setHealth({ status });
    expect(look().observation).toMatchObject({
      current: false,
      problem: { code, params: { cluster: 'a' } },
    });
  });

  it.each([
    ['pods', 'behind', 'cluster-away'],
    ['replicasets', 'starting', 'connecting'],
    ['deployments', 'denied', 'forbidden'],
    ['namespaces', 'behind', 'cluster-away'],
  ] as const)('is not current when its %s are %s', (kind, state, code) => {
    cluster.setState(kind, state);
    expect(look().observation.problem?.code).toBe(code);
    expect(changed).toHaveBeenCalledWith('a');
  });

  it('does without namespaces and autoscalers that it may not watch', () => {
    cluster.setState('namespaces', 'denied');
    cluster.setState('horizontalpodautoscalers', 'denied');
    const { observation } = look();
    expect(observation).toMatchObject({ current: true, namespaceGone: false });
    expect(observation.release?.autoscalers).toBeUndefined();
  });

  it('names the autoscalers of each Deployment', () => {
    cluster.put('horizontalpodautoscalers', {
      metadata: { name: 'by-load', namespace: 'order', resourceVersion: '1' },
      spec: {
        scaleTargetRef: { kind: 'Deployment', name: 'order-api' },
        maxReplicas: 3,
      },
    });
    expect(look().observation.release?.autoscalers).toEqual(['by-load']);
  });

  /** A ReplicaSet for each template that the release had, all made in one second; the last is that of the present one. */
  function rolls(...templates: { image: string; id?: string }[]) {
    const present = templates.at(-1);
    const made = deployment({
      name: 'order-api',
      role: 'release',
      image: present?.image,
      revision: templates.length,
    });
    cluster.put('deployments', made);
    for (const [index, { image, id }] of templates.entries()) {
      const of = deployment({ name: 'order-api', role: 'release', image });
      if (of.spec && id !== undefined) {
        of.spec.template.metadata = {
          annotations: { 'pilothouse.io/rollout': id },
        };
      }
      cluster.put('replicasets', replicaSet(of, index + 1));
    }
    return look().observation.release?.edited;
  }

  /** The template of an earlier revision comes back, as its ReplicaSet does. */
  function goesBack(revision: number, now: number, history: string) {
    const made = deployment({ name: 'order-api', role: 'release' });
    const set = watches
      .view('a')
      .objects?.replicasets.get('order', `order-api-rs${revision}`);
    cluster.put('deployments', {
      ...made,
      metadata: {
        ...made.metadata,
        resourceVersion: newVersion(),
        annotations: { [REVISION]: `${now}` },
      },
    });
    if (!set) throw new Error(`No ReplicaSet has revision ${revision}`);
    cluster.put('replicasets', {
      ...set,
      metadata: {
        ...set.metadata,
        resourceVersion: newVersion(),
        annotations: {
          [REVISION]: `${now}`,
          [`${REVISION}-history`]: history,
        },
      },
    });
    return look().observation.release?.edited;
  }

  it('is edited where another template of the same rollout and image came before', () => {
    const [old, image] = [imageOf('1'), imageOf('2')];
    expect(rolls({ image: old }, { image, id: 'r1' })).toBeUndefined();
    expect(
      rolls({ image: old }, { image, id: 'r1' }, { image, id: 'r1' }),
    ).toBe(true);
    // Another rollout, another image, or none of ours.
    expect(rolls({ image, id: 'r0' }, { image, id: 'r1' })).toBeUndefined();
    expect(rolls({ image: old, id: 'r1' }, { image, id: 'r1' })).toBe(
      undefined,
    );
    expect(rolls({ image }, { image })).toBeUndefined();
  });

  it('is edited no more where the template of the rollout came back', () => {
    const [old, image] = [imageOf('1'), imageOf('2')];
    const made = { image, id: 'r1' };
    expect(rolls({ image: old }, made, made)).toBe(true);
    expect(goesBack(2, 4, '2')).toBeUndefined();
    // The same edit again, and it is taken away again.
    expect(goesBack(3, 5, '3')).toBe(true);
    expect(goesBack(2, 6, '2,4')).toBeUndefined();
  });

  it('tells who changed the template last, and who paused it, beside us', () => {
    const made = deployment({ name: 'order-api', role: 'release' });
    const entry = (manager: string, time: string, spec: object) => ({
      manager,
      operation: 'Update',
      time,
      fieldsV1: { 'f:spec': spec },
    });
    const env = { 'f:template': { 'f:spec': { 'f:volumes': {} } } };
    const edited = entry('kubectl-edit', '2026-11-20T09:00:00Z', env);
    const ours = entry('pilothouse', '2026-11-20T10:00:00Z', env);
    const seenWith = (...managedFields: object[]) => {
      cluster.put('deployments', {
        ...made,
        metadata: {
          ...made.metadata,
          resourceVersion: newVersion(),
          managedFields,
        },
        spec: { ...made.spec, paused: true, selector: {}, template: {} },
      });
      return look().observation.release;
    };
    expect(
      seenWith(
        entry('kubectl-client-side-apply', '2026-11-20T08:00:00Z', env),
        edited,
        { ...ours, operation: 'Apply' },
        entry('kubectl-rollout', '2026-11-20T11:00:00Z', { 'f:paused': {} }),
      ),
    ).toMatchObject({
      templateOwner: { manager: 'kubectl-edit', at: '2026-11-20T09:00:00Z' },
      pausedOwner: { manager: 'kubectl-rollout', at: '2026-11-20T11:00:00Z' },
    });
    // An operation that a person has begun together with the rollout: those write under the portal's name, too.
    expect(seenWith(edited, ours)?.templateOwner).toEqual({
      manager: 'pilothouse',
      at: '2026-11-20T10:00:00Z',
    });
    // Times are whole seconds.
    const alike = { ...ours, time: edited.time };
    expect(seenWith(alike, edited)?.templateOwner).toMatchObject({
      manager: 'kubectl-edit',
    });
  });

  it('is gone with its namespace, also while that is on its way out', () => {
    const namespace = watches
      .view('a')
      .objects?.namespaces.get(undefined, 'order');
    cluster.put('namespaces', {
      metadata: {
        ...namespace?.metadata,
        deletionTimestamp: '2026-11-20',
        resourceVersion: newVersion(),
      },
    });
    expect(look().observation.namespaceGone).toBe(true);
    if (namespace) cluster.remove('namespaces', namespace);
    expect(look().observation.namespaceGone).toBe(true);
  });

  it('is what the cluster itself said, where it was asked', () => {
    const { observation } = observeTarget(target, {
      view: watches.view('a'),
      now: NOW,
      readBack: { role: 'release' },
    });
    expect(observation).toMatchObject({ readBack: ['release'] });
    expect(observation.release).toBeUndefined();
  });

  it('is not watched any more a while after the last rollout', async () => {
    expect(watches.cluster('a')).toBe(cluster);
    clock = 59_000;
    await watches.follow(new Set());
    expect(watches.cluster('a')).toBe(cluster);
    clock = 61_000;
    await watches.follow(new Set());
    expect(watches.cluster('a')).toBeUndefined();
    expect(look().observation).toMatchObject({
      current: false,
      problem: { code: 'connecting' },
    });
  });
});
