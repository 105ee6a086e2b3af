import { findCondition } from '../conditions';
import { controllerOf, kinds, type Deployment } from '../objects';
import {
  deploymentDraft,
  imagePatch,
  NAMESPACE,
  testCluster,
  USER,
  type TestCluster,
} from '../testing/test-cluster';

const REVISION = 'deployment.kubernetes.io/revision';
const READY_SOON = {
  metadata: {
    labels: { app: 'web' },
    annotations: { 'real/ready-after': '1s' },
  },
  spec: { containers: [{ name: 'app', image: 'app:1' }] },
};

let cluster: TestCluster;

beforeEach(() => {
  cluster = testCluster();
});

afterEach(() => cluster.stop());

function start(spec: Parameters<typeof deploymentDraft>[0] = {}): Deployment {
  const draft = deploymentDraft({ template: READY_SOON, ...spec });
  cluster.api.create(kinds.deployments, draft, USER);
  cluster.pass(10);
  return cluster.deployment();
}

function change(spec: object): void {
  cluster.patch('deployments', 'web', { spec: { ...spec } });
}

function setImage(image: string): void {
  cluster.patch('deployments', 'web', imagePatch(image));
}

/** What `kubectl rollout` prints about ReplicaSets, with `old` and `new` for their names. */
function scaleMessages(): string[] {
  const names = new Map<string, string>();
  return cluster.messages('web', 'ScalingReplicaSet').map(message =>
    message.replace(/web-\w+/, name => {
      if (!names.has(name)) names.set(name, names.size === 0 ? 'old' : 'new');
      return names.get(name) ?? name;
    }),
  );
}

function condition(type: string) {
  const { status } = cluster.deployment();
  const found = findCondition(status?.conditions, type);
  return (
    found && [
      found.status,
      found.reason,
      found.message?.replace(/web-\w+/, 'web-…'),
    ]
  );
}

describe('a rolling update', () => {
  // As the real control plane did it.
  it.each([
    [
      3,
      1,
      0,
      [
        'up new 0 1',
        'down old 3 2',
        'up new 1 2',
        'down old 2 1',
        'up new 2 3',
        'down old 1 0',
      ],
    ],
    [
      3,
      0,
      1,
      [
        'down old 3 2',
        'up new 0 1',
        'down old 2 1',
        'up new 1 2',
        'down old 1 0',
        'up new 2 3',
      ],
    ],
    [1, '25%', '25%', ['up new 0 1', 'down old 1 0']],
    [
      4,
      '25%',
      '25%',
      [
        'up new 0 1',
        'down old 4 3',
        'up new 1 2',
        'down old 3 2',
        'up new 2 3',
        'down old 2 1',
        'up new 3 4',
        'down old 1 0',
      ],
    ],
  ])(
    'of %i replicas with surge %s and unavailable %s goes step by step',
    (replicas, maxSurge, maxUnavailable, steps) => {
      start({
        replicas,
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge, maxUnavailable },
        },
      });
      setImage('app:2');
      cluster.pass(30);
      expect(scaleMessages().slice(1)).toEqual(
        steps.map(step => {
          const [direction, name, from, to] = step.split(' ');
          return `Scaled ${direction} replica set ${name} from ${from} to ${to}`;
        }),
      );
    },
  );

  it('tells its state in status, annotations and conditions', () => {
    const created = cluster.api.create(
      kinds.deployments,
      deploymentDraft({ template: READY_SOON }),
      USER,
    );
    cluster.pass(0);
    expect(condition('Progressing')).toEqual([
      'True',
      'ReplicaSetUpdated',
      'ReplicaSet "web-…" is progressing.',
    ]);
    expect(condition('Available')).toEqual([
      'False',
      'MinimumReplicasUnavailable',
      'Deployment does not have minimum availability.',
    ]);
    cluster.pass(10);
    const { metadata, status } = cluster.deployment();
    expect(metadata.generation).toBe(created.metadata.generation);
    expect(metadata.annotations?.[REVISION]).toBe('1');
    expect(status).toMatchObject({
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      terminatingReplicas: 0,
    });
    expect(status).not.toHaveProperty('unavailableReplicas');
    expect(condition('Progressing')).toEqual([
      'True',
      'NewReplicaSetAvailable',
      'ReplicaSet "web-…" has successfully progressed.',
    ]);

    const [replicaSet] = cluster.api.list(kinds.replicaSets, {
      namespace: NAMESPACE,
    });
    const hash = replicaSet.metadata.labels?.['pod-template-hash'];
    expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{8,10}$/);
    expect(replicaSet.metadata).toMatchObject({
      name: `web-${hash}`,
      annotations: {
        [REVISION]: '1',
        'deployment.kubernetes.io/desired-replicas': '3',
        'deployment.kubernetes.io/max-replicas': '4',
      },
    });
    expect(replicaSet.spec.selector.matchLabels).toEqual({
      app: 'web',
      'pod-template-hash': hash,
    });
    const owners = metadata.managedFields?.map(
      ({ manager, subresource }) => `${manager} ${subresource ?? ''}`,
    );
    expect(owners).toEqual(['kubectl ', 'kube-controller-manager status']);
  });

  it('stays where it is while new pods do not get ready', () => {
    const strategy = {
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 3, maxUnavailable: 2 },
    } as const;
    start({ replicas: 10, strategy });
    setImage('app:2-neverready');
    cluster.pass(5);
    expect(cluster.rollout()).toEqual([
      ['app:1', 8, 8],
      ['app:2-neverready', 5, 0],
    ]);

    // From here on each step is what the real control plane made of the same commands.
    change({ replicas: 15 });
    cluster.pass(5);
    expect(cluster.rollout().map(([, replicas]) => replicas)).toEqual([11, 7]);
    expect(condition('Available')?.[0]).toBe('False');
    change({ replicas: 5 });
    cluster.pass(5);
    expect(cluster.rollout().map(([, replicas]) => replicas)).toEqual([3, 5]);

    change({ paused: true, replicas: 8 });
    cluster.pass(5);
    expect(cluster.rollout().map(([, replicas]) => replicas)).toEqual([4, 7]);
    expect(condition('Progressing')).toEqual([
      'Unknown',
      'DeploymentPaused',
      'Deployment is paused',
    ]);
    change({ paused: false });
    cluster.pass(5);
    expect(condition('Progressing')).toEqual([
      'Unknown',
      'DeploymentResumed',
      'Deployment is resumed',
    ]);

    setImage('app:1');
    cluster.pass(10);
    expect(cluster.rollout()).toEqual([
      ['app:2-neverready', 0, 0],
      ['app:1', 8, 8],
    ]);
    const back = cluster.api
      .list(kinds.replicaSets, { namespace: NAMESPACE })
      .find(({ spec }) => spec.replicas === 8);
    expect(back?.metadata.annotations).toMatchObject({
      [REVISION]: '3',
      'deployment.kubernetes.io/revision-history': '1',
    });
    expect(cluster.deployment().metadata.annotations?.[REVISION]).toBe('3');
  });

  it('gives up at its deadline, and recovers with the next image', () => {
    start({ replicas: 2, progressDeadlineSeconds: 30 });
    setImage('app:2-crash');
    cluster.pass(28);
    expect(condition('Progressing')?.[1]).toBe('ReplicaSetUpdated');
    cluster.pass(6);
    expect(condition('Progressing')).toEqual([
      'False',
      'ProgressDeadlineExceeded',
      'ReplicaSet "web-…" has timed out progressing.',
    ]);
    setImage('app:3');
    cluster.pass(10);
    expect(condition('Progressing')?.[1]).toBe('NewReplicaSetAvailable');
    expect(cluster.rollout().at(-1)).toEqual(['app:3', 2, 2]);
  });

  it('does not count time spent paused against its deadline', () => {
    start({ progressDeadlineSeconds: 20 });
    change({ paused: true });
    setImage('app:2-neverready');
    cluster.pass(100);
    expect(cluster.rollout()).toEqual([['app:1', 3, 3]]);
    change({ paused: false });
    cluster.pass(10);
    expect(condition('Progressing')?.[1]).toBe('ReplicaSetUpdated');
    cluster.pass(30);
    expect(condition('Progressing')?.[1]).toBe('ProgressDeadlineExceeded');
  });

  it('waits for pods to be ready long enough', () => {
    start({ replicas: 1, minReadySeconds: 30 });
    expect(cluster.deployment().status?.readyReplicas).toBe(1);
    expect(cluster.deployment().status?.availableReplicas).toBeUndefined();
    cluster.pass(25);
    expect(cluster.deployment().status?.availableReplicas).toBe(1);
  });
});

describe('a deployment', () => {
  it('that recreates its pods never runs old and new ones together', () => {
    start({ replicas: 2, strategy: { type: 'Recreate' } });
    setImage('app:2');
    cluster.pass(0);
    expect(cluster.rollout()).toEqual([['app:1', 0, 0]]);
    expect(
      cluster.pods().map(pod => pod.metadata.deletionTimestamp),
    ).not.toContain(undefined);
    cluster.pass(5);
    expect(cluster.rollout()).toEqual([
      ['app:1', 0, 0],
      ['app:2', 2, 2],
    ]);
    expect(scaleMessages()).toEqual([
      'Scaled up replica set old from 0 to 2',
      'Scaled down replica set old from 2 to 0',
      'Scaled up replica set new from 0 to 2',
    ]);
  });

  it('keeps as many old revisions as it may', () => {
    start({ replicas: 1, revisionHistoryLimit: 2 });
    for (const image of ['app:2', 'app:3', 'app:4', 'app:5']) {
      setImage(image);
      cluster.pass(10);
    }
    expect(cluster.rollout().map(([image]) => image)).toEqual([
      'app:3',
      'app:4',
      'app:5',
    ]);
  });

  it('copies its annotations to the present ReplicaSet, but not its own', () => {
    start();
    cluster.api.patch(
      kinds.deployments,
      NAMESPACE,
      'web',
      {
        type: 'merge',
        body: {
          metadata: {
            annotations: {
              'kubernetes.io/change-cause': 'why',
              'kubectl.kubernetes.io/last-applied-configuration': '{}',
            },
          },
        },
      },
      USER,
    );
    cluster.pass(1);
    const [replicaSet] = cluster.api.list(kinds.replicaSets, {
      namespace: NAMESPACE,
    });
    expect(replicaSet.metadata.annotations).toMatchObject({
      'kubernetes.io/change-cause': 'why',
    });
    expect(Object.keys(replicaSet.metadata.annotations ?? {})).not.toContain(
      'kubectl.kubernetes.io/last-applied-configuration',
    );
  });

  it('adopts the ReplicaSet that was left behind by one of its kind', () => {
    start();
    const [before] = cluster.pods();
    cluster.api.delete(kinds.deployments, NAMESPACE, 'web', {
      propagationPolicy: 'Orphan',
    });
    cluster.pass(1);
    const [orphan] = cluster.api.list(kinds.replicaSets, {
      namespace: NAMESPACE,
    });
    expect(controllerOf(orphan)).toBeUndefined();

    const again = start();
    expect(cluster.rollout()).toEqual([['app:1', 3, 3]]);
    expect(cluster.pods()).toContainEqual(before);
    expect(
      controllerOf(
        cluster.api.list(kinds.replicaSets, { namespace: NAMESPACE })[0],
      )?.uid,
    ).toBe(again.metadata.uid);
    expect(condition('Progressing')?.[1]).toBe('NewReplicaSetAvailable');
  });

  it('finds another name when its ReplicaSet would have a taken one', () => {
    start();
    const [{ metadata, spec }] = cluster.api.list(kinds.replicaSets, {
      namespace: NAMESPACE,
    });
    cluster.api.delete(kinds.deployments, NAMESPACE, 'web');
    cluster.pass(5);
    cluster.api.create(
      kinds.replicaSets,
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: { name: metadata.name, namespace: NAMESPACE },
        spec: {
          ...spec,
          selector: { matchLabels: { app: 'other' } },
          template: {
            ...spec.template,
            metadata: { labels: { app: 'other' } },
          },
        },
      },
      USER,
    );
    start();
    expect(cluster.deployment().status).toMatchObject({
      collisionCount: 1,
      readyReplicas: 3,
    });
  });
});
