import * as fc from 'fast-check';
import type { Deployment, IntOrString, ReplicaSet } from '../objects';
import { fencepostsOf } from './fenceposts';
import { planRollingUpdate, planScaling, sum } from './scaling';

function deployment(
  replicas: number,
  maxSurge: IntOrString,
  maxUnavailable: IntOrString,
): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'web',
      uid: 'web',
      resourceVersion: '1',
      creationTimestamp: '',
    },
    spec: {
      replicas,
      selector: {},
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge, maxUnavailable },
      },
      template: { spec: { containers: [] } },
    },
  };
}

function replicaSet(
  name: string,
  replicas: number,
  available: number,
  annotations: { desired?: number; max?: number } = {},
): ReplicaSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      uid: name,
      resourceVersion: '1',
      creationTimestamp: `2026-11-20T08:00:0${name.length}Z`,
      annotations: {
        'deployment.kubernetes.io/desired-replicas': `${annotations.desired}`,
        'deployment.kubernetes.io/max-replicas': `${annotations.max}`,
      },
    },
    spec: {
      replicas,
      selector: {},
      template: { spec: { containers: [] } },
    },
    status: { replicas, availableReplicas: available },
  };
}

describe('fencepostsOf', () => {
  it.each([
    [10, '25%', '25%', 3, 2],
    [1, '25%', '25%', 1, 0],
    [4, 0, '10%', 0, 1],
    [3, 1, 0, 1, 0],
    [2, 0, 5, 0, 2],
  ])(
    '%i replicas, surge %s, unavailable %s',
    (replicas, maxSurge, maxUnavailable, surge, unavailable) => {
      expect(
        fencepostsOf(deployment(replicas, maxSurge, maxUnavailable)),
      ).toEqual({ surge, unavailable });
    },
  );
});

describe('planRollingUpdate', () => {
  const amounts = fc.oneof(
    fc.integer({ min: 0, max: 5 }),
    fc.integer({ min: 0, max: 100 }).map(percent => `${percent}%`),
  );

  it('always finishes, within the fenceposts at every step', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        amounts,
        amounts,
        fc.integer({ min: 0, max: 12 }),
        (replicas, maxSurge, maxUnavailable, broken) => {
          const web = deployment(replicas, maxSurge, maxUnavailable);
          const { surge, unavailable } = fencepostsOf(web);
          const missing = Math.min(broken, replicas);
          const sizes = new Map([
            ['old', replicas],
            ['newer', 0],
          ]);
          let up = { old: replicas - missing, newer: 0 };
          for (let round = 0; round < 100; round++) {
            const old = replicaSet('old', sizes.get('old') ?? 0, up.old);
            const current = replicaSet(
              'newer',
              sizes.get('newer') ?? 0,
              up.newer,
            );
            const steps = planRollingUpdate({
              deployment: web,
              current,
              old: [old],
            });
            if (steps.length === 0 && up.newer === replicas) break;
            for (const step of steps) {
              sizes.set(step.replicaSet.metadata.name, step.replicas);
            }
            const total = sum([...sizes.values()], size => size);
            expect(total).toBeLessThanOrEqual(replicas + surge);
            // Pods that are not available go first, then new ones come up.
            up = {
              old: Math.min(up.old, sizes.get('old') ?? 0),
              newer: Math.min(up.newer, sizes.get('newer') ?? 0),
            };
            expect(up.old + up.newer).toBeGreaterThanOrEqual(
              Math.min(replicas - unavailable, replicas - missing),
            );
            if (steps.length === 0) up.newer = sizes.get('newer') ?? 0;
          }
          expect(Object.fromEntries(sizes)).toEqual({
            old: 0,
            newer: replicas,
          });
        },
      ),
    );
  });

  it('takes broken old pods away although nothing new is available', () => {
    const steps = planRollingUpdate({
      deployment: deployment(3, 1, 0),
      current: replicaSet('newer', 1, 0),
      old: [replicaSet('old', 3, 1)],
    });
    expect(steps).toEqual([]);

    const roomy = planRollingUpdate({
      deployment: deployment(3, 1, 1),
      current: replicaSet('newer', 1, 0),
      old: [replicaSet('old', 3, 1)],
    });
    expect(roomy.map(({ replicas }) => replicas)).toEqual([2]);
  });

  it('waits while a ReplicaSet still counts pods that are about to go', () => {
    expect(
      planRollingUpdate({
        deployment: deployment(3, 1, 0),
        current: replicaSet('newer', 3, 1),
        old: [replicaSet('old', 2, 3)],
      }),
    ).toEqual([]);
  });
});

describe('planScaling', () => {
  // In the middle of a stuck rollout with surge 3 and unavailable 2.
  it.each([
    ['up', 15, [8, 5], 13, [11, 7]],
    ['down', 5, [11, 7], 18, [5, 3]],
    ['up again', 8, [3, 5], 8, [4, 7]],
  ])('shares a change %s', (_, replicas, before, max, after) => {
    const [old, current] = [
      replicaSet('old', before[0], before[0], { desired: 1, max }),
      replicaSet('newer', before[1], 0, { desired: 1, max }),
    ];
    const steps = planScaling({
      deployment: deployment(replicas, 3, 2),
      current,
      old: [old],
    });
    const size = (set: ReplicaSet) =>
      steps.find(step => step.replicaSet === set)?.replicas;
    expect([size(old), size(current)]).toEqual(after);
  });

  it('gives everything to the only active one, or else to the newest', () => {
    const web = deployment(4, 1, 0);
    const active = replicaSet('old', 2, 2);
    const idle = replicaSet('newer', 0, 0);
    expect(
      planScaling({ deployment: web, current: idle, old: [active] }),
    ).toEqual([{ replicaSet: active, replicas: 4 }]);
    const older = replicaSet('o', 0, 0);
    expect(planScaling({ deployment: web, old: [older, idle] })).toEqual([
      { replicaSet: idle, replicas: 4 },
    ]);
  });

  it('ends old ReplicaSets when the present one has all it needs', () => {
    const old = replicaSet('old', 1, 1);
    expect(
      planScaling({
        deployment: deployment(3, 1, 0),
        current: replicaSet('newer', 3, 3, { desired: 3, max: 4 }),
        old: [old],
      }),
    ).toEqual([{ replicaSet: old, replicas: 0 }]);
  });
});
