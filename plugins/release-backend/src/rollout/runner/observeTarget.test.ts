import {
  createFakeClusters,
  type FakeCluster,
} from '@pilothouse/plugin-clusters-node/testUtils';
import { newVersion, place } from '../../__testUtils__/objects';
import { imageOf } from '../../__testUtils__/rollout/Shop';
import type { TargetDefinition } from '../definition';
import { observeTarget } from './observeTarget';
import { TargetWatches } from './TargetWatches';

const NOW = 1_000_000;

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

  it('is told with the namespaces in which something happened', () => {
    changed.mockClear();
    place(cluster, { name: 'order-api', role: 'release', replicas: 3 });
    expect(changed).toHaveBeenCalledWith('a', new Set(['order']));
    changed.mockClear();
    cluster.relist('pods');
    expect(changed).toHaveBeenCalledWith('a', undefined);
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
