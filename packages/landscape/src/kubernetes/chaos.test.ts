import fc from 'fast-check';
import { ApiError } from './api-error';
import { controllerOf, kinds, type Pod } from './controllers/objects';
import {
  deploymentDraft,
  imagePatch,
  NAMESPACE,
  testCluster,
  USER,
  type TestCluster,
} from './controllers/testing/test-cluster';
import type { WatchEvent } from './types';

// `yarn test:chaos` asks for many more.
const RUNS = Number(process.env.PILOTHOUSE_CHAOS_RUNS ?? 15);

/** Something that people or machines do to a running deployment, at any moment. */
type Disturbance =
  | { kind: 'wait'; seconds: number }
  | { kind: 'image'; image: string }
  | { kind: 'scale'; replicas: number }
  | { kind: 'pause'; paused: boolean }
  | { kind: 'kill pod'; pick: number }
  | { kind: 'delete ReplicaSet'; pick: number }
  | { kind: 'steal pod'; pick: number };

const disturbance: fc.Arbitrary<Disturbance> = fc.oneof(
  fc.record({
    kind: fc.constant('wait' as const),
    seconds: fc.constantFrom(0, 0.3, 1, 5, 45, 700),
  }),
  fc.record({
    kind: fc.constant('image' as const),
    image: fc.constantFrom(
      ...['app:1', 'app:2', 'app:3-crash', 'app:4-neverready'],
      ...['app:5-missing', 'app:6-dies'],
    ),
  }),
  fc.record({
    kind: fc.constant('scale' as const),
    replicas: fc.nat(6),
  }),
  fc.record({ kind: fc.constant('pause' as const), paused: fc.boolean() }),
  fc.record({
    kind: fc.constantFrom(
      'kill pod' as const,
      'delete ReplicaSet' as const,
      'steal pod' as const,
    ),
    pick: fc.nat(20),
  }),
);

function disturb(cluster: TestCluster, what: Disturbance): void {
  const { api } = cluster;
  const pickFrom = <T>(items: T[], pick: number) =>
    items.length > 0 ? items[pick % items.length] : undefined;
  switch (what.kind) {
    case 'wait':
      cluster.pass(what.seconds);
      break;
    case 'image':
      cluster.patch('deployments', 'web', imagePatch(what.image));
      break;
    case 'scale':
      cluster.patch('deployments', 'web', {
        spec: { replicas: what.replicas },
      });
      break;
    case 'pause':
      cluster.patch('deployments', 'web', { spec: { paused: what.paused } });
      break;
    case 'kill pod': {
      const pod = pickFrom(cluster.pods(), what.pick);
      if (pod) api.delete(kinds.pods, NAMESPACE, pod.metadata.name);
      break;
    }
    case 'delete ReplicaSet': {
      const found = pickFrom(
        api.list(kinds.replicaSets, { namespace: NAMESPACE }),
        what.pick,
      );
      if (found) {
        api.delete(kinds.replicaSets, NAMESPACE, found.metadata.name, {
          propagationPolicy: 'Background',
        });
      }
      break;
    }
    default: {
      // Somebody takes a pod out of service by changing its labels: it is let go, and replaced.
      const pod = pickFrom(cluster.pods(), what.pick);
      if (pod) {
        api.patch(
          kinds.pods,
          NAMESPACE,
          pod.metadata.name,
          { type: 'merge', body: { metadata: { labels: { app: 'stolen' } } } },
          USER,
        );
      }
    }
  }
}

const READY_AFTER_A_SECOND = {
  metadata: {
    labels: { app: 'web' },
    annotations: { 'real/ready-after': '1s' },
  },
  spec: { containers: [{ name: 'app', image: 'app:1' }] },
};

describe('a deployment under random disturbance', () => {
  it('ends as it was last asked for, with nothing left over', () => {
    fc.assert(
      fc.property(
        fc.array(disturbance, { maxLength: 25 }),
        fc.nat(5),
        (disturbances, replicas) => {
          const cluster = testCluster();
          const seen = new Model(cluster);
          cluster.api.create(
            kinds.deployments,
            deploymentDraft({ template: READY_AFTER_A_SECOND }),
            USER,
          );
          for (const what of disturbances) disturb(cluster, what);

          cluster.patch('deployments', 'web', {
            spec: { replicas, paused: false },
          });
          cluster.patch('deployments', 'web', imagePatch('app:9'));
          cluster.pass(3600);

          const { spec, status, metadata } = cluster.deployment();
          expect(status?.observedGeneration).toBe(metadata.generation);
          expect([
            spec.replicas,
            status?.replicas ?? 0,
            status?.updatedReplicas ?? 0,
            status?.availableReplicas ?? 0,
          ]).toEqual([replicas, replicas, replicas, replicas]);
          const pods = cluster.pods({ app: 'web' });
          expect(pods.map(imageOf)).toEqual(
            Array.from({ length: replicas }, () => 'app:9'),
          );
          expectNoOrphans(cluster);
          seen.expectToMatch();
          cluster.stop();
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('never has fewer or more ready pods than its strategy allows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.nat(3),
        fc.nat(3),
        fc.array(fc.constantFrom(0, 0.4, 1.2, 6), {
          minLength: 1,
          maxLength: 6,
        }),
        (replicas, maxSurge, unavailable, waits) => {
          const maxUnavailable = maxSurge === 0 ? unavailable + 1 : unavailable;
          const cluster = testCluster();
          cluster.api.create(
            kinds.deployments,
            deploymentDraft({
              replicas,
              strategy: {
                type: 'RollingUpdate',
                rollingUpdate: { maxSurge, maxUnavailable },
              },
              template: READY_AFTER_A_SECOND,
            }),
            USER,
          );
          cluster.pass(60);

          let [least, most] = [replicas, replicas];
          const stop = cluster.api.watch(kinds.pods, () => {
            const pods = cluster.pods();
            // One that is being deleted or not ready yet is counted by neither promise.
            const ready = pods.filter(
              pod => !pod.metadata.deletionTimestamp && isReady(pod),
            ).length;
            least = Math.min(least, ready);
            most = Math.max(most, ready);
          });
          // Each change comes before or after the one before it has ended.
          waits.forEach((seconds, index) => {
            cluster.patch('deployments', 'web', imagePatch(`app:${index + 2}`));
            cluster.pass(seconds);
          });
          cluster.pass(300);
          stop();
          expect(least).toBeGreaterThanOrEqual(replicas - maxUnavailable);
          expect(most).toBeLessThanOrEqual(replicas + maxSurge);
          expect(cluster.deployment().status?.updatedReplicas).toBe(replicas);
          cluster.stop();
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('refuses a write on an old resourceVersion, and changes nothing by it', () => {
    fc.assert(
      fc.property(fc.array(disturbance, { maxLength: 10 }), disturbances => {
        const cluster = testCluster();
        const first = cluster.api.create(
          kinds.deployments,
          deploymentDraft(),
          USER,
        );
        for (const what of disturbances) disturb(cluster, what);
        cluster.pass(5);
        const before = cluster.deployment();
        expect(() =>
          cluster.api.update(
            kinds.deployments,
            { ...first, spec: { ...first.spec, replicas: 77 } },
            USER,
          ),
        ).toThrow(ApiError);
        expect(cluster.deployment()).toBe(before);
        cluster.stop();
      }),
      { numRuns: RUNS },
    );
  });
});

/** What somebody knows who only listens to watch events. */
class Model {
  readonly #cluster: TestCluster;
  readonly #objects = new Map<string, Pod>();
  readonly #revisions: number[] = [];

  constructor(cluster: TestCluster) {
    this.#cluster = cluster;
    cluster.api.watch(kinds.pods, event => this.#apply(event));
  }

  #apply({ type, object }: WatchEvent<Pod>): void {
    this.#revisions.push(Number(object.metadata.resourceVersion));
    if (type === 'DELETED') this.#objects.delete(object.metadata.name);
    else this.#objects.set(object.metadata.name, object);
  }

  expectToMatch(): void {
    const rising = [...this.#revisions].sort((a, b) => a - b);
    expect(this.#revisions).toEqual(rising);
    expect(new Set(rising).size).toBe(rising.length);
    const listed = this.#cluster.pods();
    expect(listed).toHaveLength(this.#objects.size);
    for (const pod of listed) {
      expect(this.#objects.get(pod.metadata.name)).toBe(pod);
    }
  }
}

/** Whatever names an owner has one that exists. */
function expectNoOrphans(cluster: TestCluster): void {
  const { api } = cluster;
  const owners = new Set(
    [
      ...api.list(kinds.deployments),
      ...api.list(kinds.replicaSets),
      ...api.list(kinds.services),
    ].map(({ metadata }) => metadata.uid),
  );
  for (const object of [...api.list(kinds.replicaSets), ...cluster.pods()]) {
    const owner = controllerOf(object);
    if (owner) expect(owners).toContain(owner.uid);
  }
}

function imageOf(pod: Pod): string {
  return pod.spec.containers[0].image;
}

function isReady({ status }: Pod): boolean {
  return (
    status?.conditions?.some(
      ({ type, status: value }) => type === 'Ready' && value === 'True',
    ) ?? false
  );
}
