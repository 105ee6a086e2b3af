import { decide } from './decide';
import { OLD_IMAGE, NEW_IMAGE } from './__testUtils__/rolloutDefinition';
import { PERSON, Simulation } from './__testUtils__/simulate';

const reason = 'A test';
const FREEZE = { id: 'f1', reason: 'Singles day' };

describe('a good rollout', () => {
  it('goes from a canary pod to both clusters, each write once', () => {
    const run = new Simulation({ clusters: ['beijing', 'shanghai'] });
    run.untilEnd();
    expect(run.state.outcome).toBe('succeeded');
    expect(run.keys()).toEqual([
      '0/set-canary-image',
      '0/scale-canary',
      '1/scale-canary',
      '4/promote',
      '5/scale-canary',
      '7/promote',
    ]);
    expect(run.ofType('step-completed')).toHaveLength(8);
    for (const index of [0, 1]) {
      expect(run.cluster(index).release?.template).toEqual({
        image: NEW_IMAGE,
        rolloutId: 'r1',
      });
    }
    expect(run.cluster().canary?.replicas).toBe(0);
  });

  it('makes the canary where there is none', () => {
    const run = new Simulation({ canary: false }).untilEnd();
    expect(run.keys()[0]).toBe('0/create-canary');
    expect(run.state.outcome).toBe('succeeded');
  });

  it('observes each hold in full', () => {
    const run = new Simulation().untilEnd();
    const observed = run
      .ofType('step-completed')
      .map(({ index, observedMs }) => [index, observedMs] as const);
    for (const [index, observedMs] of observed) {
      expect(observedMs).toBeGreaterThanOrEqual(
        run.definition.steps[index]?.holdMs ?? Infinity,
      );
    }
  });

  it('asks at once for what is measured of a step that it has just entered', () => {
    const waits: number[] = [];
    const run = new Simulation({
      rule: (state, clock, observation) => {
        const decision = decide(state, clock, observation);
        const [last, before] = decision.events.toReversed();
        if (last?.type === 'step-ready' && before?.type === 'step-entered') {
          waits.push(decision.nextLookMs);
        }
        return decision;
      },
    });
    run.untilEnd();
    // The bake, and the gate behind it.
    expect(waits).toEqual([0, 0]);
  });

  it('is not held up by a release that is not well', () => {
    const run = new Simulation();
    run.cluster().badImages.add(OLD_IMAGE);
    expect(run.untilEnd().state.outcome).toBe('succeeded');
  });

  it('waits for the end of the one that it supersedes', () => {
    const run = new Simulation({ supersedes: 'r0' });
    run.world.predecessorEnded = false;
    expect(run.pass(60).state.phase).toBe('waiting');
    run.world.predecessorEnded = true;
    expect(run.untilEnd().state.outcome).toBe('succeeded');
  });
});

describe('superseding a canary that runs', () => {
  it('takes what the other one has left of it for no drift', () => {
    const run = new Simulation({ supersedes: 'r0' });
    const { canary } = run.cluster();
    run.world.predecessorEnded = false;
    canary?.setTemplate({ image: 'other:1', rolloutId: 'r0' });
    canary?.setReplicas(1);
    run.pass(5);
    run.world.predecessorEnded = true;
    run.untilEnd();
    expect(run.ofType('drift-found')).toEqual([]);
    expect(run.state.outcome).toBe('succeeded');
  });
});

describe('aborting', () => {
  it.each(['canary', 'bake', 'gate', 'soak'])(
    'at %s leaves the canary at 0 and what was promoted before',
    kind => {
      const run = new Simulation({
        clusters: ['beijing', 'shanghai'],
        policy: { gate: 'manual' },
      });
      run.until(({ phase, stepIndex }) => {
        const atGate = run.definition.steps[stepIndex]?.kind === 'gate';
        if (atGate && kind === 'soak')
          run.ask({ type: 'promoted', by: PERSON });
        return (
          phase === 'running' && run.definition.steps[stepIndex]?.kind === kind
        );
      });
      run.abort().abort().untilEnd();
      expect(run.state).toMatchObject({
        outcome: 'aborted',
        cause: { code: 'aborted-by-person', by: PERSON },
      });
      expect(run.cluster().canary?.replicas).toBe(0);
      expect(run.cluster(1).release?.template.image).toBe(OLD_IMAGE);
      expect(run.cluster().release?.template.image).toBe(
        kind === 'soak' ? NEW_IMAGE : OLD_IMAGE,
      );
    },
  );

  it('in a promotion takes the release back first', () => {
    const run = new Simulation().untilStep('promote');
    run.until(({ targets }) =>
      Object.values(targets).some(({ promote }) => promote === 'begun'),
    );
    run.abort().untilEnd();
    expect(run.state.outcome).toBe('rolled-back');
    expect(run.keys().slice(-2)).toEqual([
      `revert/${run.definition.targets[0]?.workloadId}`,
      `end/scale-canary/${run.definition.targets[0]?.workloadId}`,
    ]);
    expect(run.cluster().release?.template).toEqual({ image: OLD_IMAGE });
  });

  it('passes a freeze, a pause and drift', () => {
    const run = new Simulation().untilStep('bake').untilReady();
    run.ask({ type: 'paused', by: PERSON, reason });
    run.cluster().canary?.setReplicas(5);
    run.world.freeze = FREEZE;
    run.pass(5).abort().pass(10);
    expect(run.state.outcome).toBe('aborted');
    expect(run.cluster().canary?.replicas).toBe(0);
  });

  it('for another rollout is told as superseded', () => {
    const run = new Simulation().untilStep('bake');
    run
      .ask({ type: 'abort-requested', by: PERSON, reason, supersededBy: 'r2' })
      .untilEnd();
    expect(run.state).toMatchObject({
      outcome: 'superseded',
      supersededBy: 'r2',
      cause: { code: 'superseded-by', params: { rollout: 'r2' } },
    });
  });

  it('does not touch a canary that it never used', () => {
    const run = new Simulation();
    run.world.predecessorEnded = false;
    run.pass(2).abort().untilEnd();
    expect(run.keys()).toEqual([]);
  });

  it('makes a write that is late fail before it ends', () => {
    const run = new Simulation({ policy: { maxCanaryReplicas: 1 } });
    run.world.slow = true;
    run.until(() => run.world.late > 0);
    run.world.deliver({});
    run.until(() => run.keys().includes('0/scale-canary')).pass(12);
    expect(run.ofType('write-settled').at(-1)?.outcome).toBe('unknown');
    const late = run.world.late;
    run.abort();
    for (let second = 0; second < 30; second++) {
      run.pass(1);
      while (run.world.late > late) run.world.deliver({ last: true });
    }
    expect(run.state.phase).toBe('ended');
    expect(run.keys().some(key => key.startsWith('fence/'))).toBe(true);
    run.world.slow = false;
    run.pass(5);
    expect(run.cluster().canary?.replicas).toBe(0);
  });
});

describe('failing', () => {
  it('aborts on evidence in each step that runs a canary, also when it is paused and frozen', () => {
    const run = new Simulation().untilStep('bake').untilReady();
    run.ask({ type: 'paused', by: PERSON, reason });
    run.world.freeze = FREEZE;
    run.world.verdict = 'fail';
    run.pass(5);
    expect(run.state).toMatchObject({
      outcome: 'aborted',
      cause: {
        code: 'evidence-failed',
        params: { provider: 'kubernetes' },
        evidence: [{ verdict: 'fail' }],
      },
    });
  });

  it('aborts when the canary is not ready in time', () => {
    const run = new Simulation();
    run.cluster().badImages.add(NEW_IMAGE);
    expect(run.untilEnd().state).toMatchObject({
      outcome: 'aborted',
      cause: { code: 'canary-not-ready', params: { seconds: 30 } },
    });
  });

  it.each([
    [{ promoteTimeoutMs: 20_000 }, 'promote-timeout'],
    [{ promoteTimeoutMs: 600_000 }, 'deadline-exceeded'],
  ])('reverts a promotion that does not complete: %p', (policy, code) => {
    const run = new Simulation({ strategy: 'rolling', policy });
    run.cluster().badImages.add(NEW_IMAGE);
    expect(run.untilEnd().state).toMatchObject({
      outcome: 'rolled-back',
      cause: { code },
    });
    expect(run.cluster().release?.template).toEqual({ image: OLD_IMAGE });
  });

  it('does not take an hour that a clock jumped for time that has passed', () => {
    const run = new Simulation({ strategy: 'rolling' });
    run.cluster().badImages.add(NEW_IMAGE);
    run.untilStep('promote').pass(3);
    run.world.jump(3_600_000);
    expect(run.pass(3).state.phase).toBe('running');
  });

  it.each(['release', 'canary'] as const)(
    'stops when the %s is another one, and makes nothing again',
    role => {
      const run = new Simulation().untilStep('bake');
      run.cluster().recreate(role);
      const before = run.keys().length;
      run.untilEnd();
      expect(run.state.cause?.code).toBe('deployment-gone');
      const after = run.keys().slice(before);
      expect(after.every(key => key.startsWith('end/scale-canary/'))).toBe(
        true,
      );
    },
  );

  it('stops when the namespace or the entity is gone', () => {
    const lost = new Simulation().untilStep('bake');
    lost.cluster().loseNamespace();
    expect(lost.untilEnd().state.cause?.code).toBe('namespace-gone');
    const removed = new Simulation().untilStep('bake');
    removed.world.entityGone = true;
    expect(removed.untilEnd().state.cause?.code).toBe('entity-gone');
    expect(removed.cluster().canary?.replicas).toBe(0);
  });
});
