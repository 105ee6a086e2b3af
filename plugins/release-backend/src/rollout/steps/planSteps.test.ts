import { QUICK_POLICY } from '../__testUtils__/rolloutDefinition';
import { effectiveGate } from './gate';
import { planSteps } from './planSteps';

function plan(
  strategy: 'canary' | 'rolling',
  options: {
    policy?: Partial<typeof QUICK_POLICY>;
    isProtected?: boolean;
    targets?: string[];
  } = {},
) {
  const { policy, isProtected = false, targets = ['a', 'b'] } = options;
  return planSteps(
    {
      policy: { ...QUICK_POLICY, ...policy },
      strategy,
      protected: isProtected,
    },
    targets,
  ).map(({ kind, workloadId, replicas, holdMs }) =>
    [kind, workloadId, replicas, holdMs || undefined]
      .filter(part => part !== undefined)
      .join(' '),
  );
}

describe('planSteps', () => {
  it('bakes in the first cluster, and soaks before each further one', () => {
    expect(plan('canary', { policy: { maxCanaryReplicas: 3 } })).toEqual([
      'canary a 1 3000',
      'canary a 2 3000',
      'canary a 3',
      'bake a 10000',
      'gate a',
      'promote a',
      'retire a',
      'soak a 5000',
      'promote b',
    ]);
  });

  it('repeats the canary in every cluster, but asks only once', () => {
    expect(
      plan('canary', {
        policy: { maxCanaryReplicas: 1, canaryPerCluster: true },
      }),
    ).toEqual([
      'canary a 1',
      'bake a 10000',
      'gate a',
      'promote a',
      'retire a',
      'soak a 5000',
      'canary b 1',
      'bake b 10000',
      'promote b',
      'retire b',
    ]);
  });

  it('rolls without a canary, with a gate only where it can be shut', () => {
    const rolling = ['promote a', 'soak a 5000', 'promote b'];
    expect(plan('rolling')).toEqual(rolling);
    const gated = ['gate a', ...rolling];
    expect(plan('rolling', { policy: { gate: 'manual' } })).toEqual(gated);
    expect(plan('rolling', { isProtected: true })).toEqual(gated);
  });
});

describe('effectiveGate', () => {
  const definition = {
    policy: QUICK_POLICY,
    strategy: 'canary' as const,
    protected: true,
  };

  it.each([
    ['the policy', {}, 'automatic'],
    [
      'a reason for a person',
      { gateReason: { code: 'no-traffic-evidence', params: {} } },
      'approval',
    ],
    ['no canary to measure', { strategy: 'rolling' as const }, 'approval'],
    [
      'no canary where nothing is protected',
      { strategy: 'rolling' as const, protected: false },
      'automatic',
    ],
  ])('follows %s', (_, given, gate) => {
    expect(effectiveGate({ ...definition, ...given })).toBe(gate);
  });
});
