import { findCondition } from '../conditions';
import { kinds, type Pod, type PodSpec } from '../objects';
import {
  NAMESPACE,
  testCluster,
  USER,
  type TestCluster,
} from '../testing/test-cluster';

let cluster: TestCluster;

beforeEach(() => {
  cluster = testCluster();
});

afterEach(() => cluster.stop());

function run(image: string, spec: Partial<PodSpec> = {}, annotations = {}) {
  cluster.api.create(
    kinds.pods,
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: NAMESPACE, annotations },
      spec: { containers: [{ name: 'app', image }], ...spec },
    },
    USER,
  );
  cluster.pass(0);
}

function pod(): Pod {
  const [found] = cluster.pods();
  return found;
}

function container() {
  return pod().status?.containerStatuses?.[0];
}

function conditions(): Record<string, string> {
  return Object.fromEntries(
    (pod().status?.conditions ?? []).map(({ type, status }) => [type, status]),
  );
}

it('brings a pod up in the steps of a real node', () => {
  run('registry.example/shop/web:1');
  expect(pod().spec.nodeName).toBe('node-1');
  expect(pod().status).toMatchObject({
    phase: 'Pending',
    hostIP: '172.16.0.10',
    startTime: '2026-11-20T08:00:00Z',
  });
  expect(pod().status?.podIP).toBeUndefined();
  expect(container()?.state).toEqual({
    waiting: { reason: 'ContainerCreating' },
  });
  expect(Object.keys(conditions())).toEqual([
    'PodReadyToStartContainers',
    'Initialized',
    'Ready',
    'ContainersReady',
    'PodScheduled',
  ]);
  expect(findCondition(pod().status?.conditions, 'Ready')).toMatchObject({
    status: 'False',
    reason: 'ContainersNotReady',
    message: 'containers with unready status: [app]',
  });

  cluster.pass(0.95);
  expect(pod().status).toMatchObject({ phase: 'Running', podIP: '10.244.0.2' });
  expect(container()).toMatchObject({ ready: false, started: true });

  cluster.pass(2);
  expect(new Set(Object.values(conditions()))).toEqual(new Set(['True']));
  expect(container()).toEqual({
    name: 'app',
    image: 'registry.example/shop/web:1',
    imageID: expect.stringMatching(
      /^registry\.example\/shop\/web@sha256:[0-9a-f]{64}$/,
    ),
    containerID: expect.stringMatching(/^containerd:\/\/[0-9a-f]{64}$/),
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: { startedAt: '2026-11-20T08:00:00Z' } },
    lastState: {},
  });
  expect(pod().metadata.managedFields?.map(({ manager }) => manager)).toEqual([
    'kubectl',
    'kubelet',
  ]);
  expect(cluster.messages('web')).toEqual([
    'Successfully assigned shop/web to node-1',
    'Container image "registry.example/shop/web:1" already present on machine and can be accessed by the pod',
    'Container created',
    'Container started',
  ]);
});

it('takes the time that the annotation or the probe asks for', () => {
  run('app:1', {}, { 'real/ready-after': '5s' });
  cluster.pass(4.9);
  expect(container()?.ready).toBe(false);
  cluster.pass(0.5);
  expect(container()?.ready).toBe(true);
  cluster.api.delete(kinds.pods, NAMESPACE, 'web', { gracePeriodSeconds: 0 });
  const readinessProbe = { initialDelaySeconds: 20, httpGet: { port: 80 } };
  run('', {
    containers: [{ name: 'app', image: 'app:1', readinessProbe }],
  });
  cluster.pass(20);
  expect(container()?.ready).toBe(false);
  cluster.pass(3);
  expect(container()?.ready).toBe(true);
});

it('restarts what crashes, and says why it waits', () => {
  run('app:1-crash');
  cluster.pass(5.5);
  expect(pod().status?.phase).toBe('Running');
  expect(container()).toMatchObject({
    ready: false,
    restartCount: 1,
    state: {
      waiting: {
        reason: 'CrashLoopBackOff',
        message: `back-off 10s restarting failed container=app pod=web_shop(${
          pod().metadata.uid
        })`,
      },
    },
    lastState: { terminated: { exitCode: 1, reason: 'Error' } },
  });
  cluster.pass(3600);
  expect(container()?.restartCount).toBeGreaterThan(8);
  expect(cluster.messages('web', 'BackOff')).toEqual([
    `Back-off restarting failed container app in pod web_shop(${
      pod().metadata.uid
    })`,
  ]);
});

it('keeps both endings apart while the latest one is news', () => {
  run('app:1-crash');
  const restarted = () => container()?.restartCount === 1;
  while (!(restarted() && container()?.state.terminated)) cluster.pass(0.1);
  const ids = [container()?.state, container()?.lastState].map(
    state => state?.terminated?.containerID,
  );
  expect(ids[0]).toBe(container()?.containerID);
  expect(ids[1]).toBeDefined();
  expect(ids[1]).not.toBe(ids[0]);
});

it('cannot start an image that is not there', () => {
  run('app:1-missing');
  cluster.pass(3);
  expect(pod().status?.phase).toBe('Pending');
  expect(container()).toMatchObject({
    restartCount: 0,
    imageID: '',
    state: { waiting: { reason: 'ImagePullBackOff' } },
  });
  expect(cluster.messages('web', 'Failed')).toEqual([
    expect.stringContaining('Failed to pull image "app:1-missing": rpc error'),
    'Error: ErrImagePull',
    'Error: ImagePullBackOff',
  ]);
});

it('kills what leaks', () => {
  run('app:1-leak');
  cluster.pass(300);
  expect(container()?.ready).toBe(true);
  cluster.pass(70);
  expect(container()).toMatchObject({
    restartCount: 1,
    lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
  });
});

it('ends a pod that may not be restarted', () => {
  run('app:1-crash', { restartPolicy: 'Never' });
  cluster.pass(10);
  expect(pod().status?.phase).toBe('Failed');
  expect(container()).toMatchObject({ restartCount: 0, ready: false });
});

it('reports probes that fail', () => {
  run('', {
    containers: [
      {
        name: 'app',
        image: 'app:1-neverready',
        readinessProbe: { httpGet: { port: 80 } },
      },
    ],
  });
  cluster.pass(40);
  expect(cluster.messages('web', 'Unhealthy')).toEqual([
    'Readiness probe failed: HTTP probe failed with statuscode: 503',
  ]);
});

it('takes fewer steps while a long past is played', () => {
  cluster.stop();
  cluster = testCluster({ fastForward: () => true });
  const changes: string[] = [];
  cluster.api.watch(kinds.pods, ({ type, object }) => {
    changes.push(`${type} ${object.status?.phase} ${conditions().Ready}`);
  });
  run('app:1', {}, { 'real/ready-after': '5s' });
  cluster.pass(10);
  expect(changes).toEqual([
    'ADDED Pending undefined',
    'MODIFIED Pending undefined',
    'MODIFIED Running True',
  ]);
  expect(cluster.messages('web')).toEqual([]);
});

describe('deletion', () => {
  const remove = (gracePeriodSeconds?: number) => {
    cluster.api.delete(kinds.pods, NAMESPACE, 'web', { gracePeriodSeconds });
    cluster.pass(0);
  };

  it('gives containers time to stop', () => {
    run('app:1');
    cluster.pass(5);
    remove();
    expect(pod().metadata).toMatchObject({
      deletionTimestamp: '2026-11-20T08:00:35Z',
      deletionGracePeriodSeconds: 30,
    });
    expect(cluster.messages('web', 'Killing')).toEqual([
      'Stopping container app',
    ]);
    cluster.pass(1);
    expect(cluster.pods()).toEqual([]);
  });

  it.each([
    ['a field', { sleep: { seconds: 10 } }],
    ['a command', { exec: { command: ['sh', '-c', 'sleep 10'] } }],
  ])('waits for what preStop asks for as %s', (_, preStop) => {
    run('', {
      containers: [{ name: 'app', image: 'app:1', lifecycle: { preStop } }],
    });
    cluster.pass(5);
    remove();
    cluster.pass(10);
    expect(cluster.pods()).toHaveLength(1);
    // A second request may shorten the time.
    remove(0);
    expect(cluster.pods()).toEqual([]);
  });

  it('never takes longer than the grace period', () => {
    run('', {
      containers: [
        {
          name: 'app',
          image: 'app:1',
          lifecycle: { preStop: { sleep: { seconds: 20 } } },
        },
      ],
      terminationGracePeriodSeconds: 60,
    });
    cluster.pass(5);
    remove(2);
    cluster.pass(2.1);
    expect(cluster.pods()).toEqual([]);
  });

  it('gives the address back, but not to the next one', () => {
    run('app:1');
    cluster.pass(5);
    remove(0);
    run('app:1');
    cluster.pass(5);
    expect(pod().status?.podIP).toBe('10.244.0.3');
  });
});
