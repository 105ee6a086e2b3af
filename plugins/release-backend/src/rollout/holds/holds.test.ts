import { PERSON, Simulation } from '../__testUtils__/simulate';
import { clockOf, credited } from './stepClock';

const reason = 'A test';
const FREEZE = { id: 'f1', reason: 'Singles day' };
const MINUTE = 60_000;

/** In the middle of a bake that takes a minute. */
function baking() {
  return new Simulation({ policy: { bakeMs: MINUTE, maxCanaryReplicas: 1 } })
    .untilStep('bake')
    .untilReady()
    .pass(10);
}

describe('the clock of a step', () => {
  const clock = { of: 0, observedMs: 100, at: 1_000_000 };

  it.each([
    ['a second', 1_000, 1_000, 1_100],
    ['a restart of four minutes', 4 * MINUTE, undefined, 100 + 4 * MINUTE],
    ['a gap of six minutes', 6 * MINUTE, undefined, 100],
    ['a database an hour ahead', 60 * MINUTE, 1_000, 100],
    ['a database an hour behind', -60 * MINUTE, 1_000, 100],
    ['a database four minutes ahead', 4 * MINUTE, 1_000, 3_100],
  ])('counts %s', (_, passed, elapsedMs, observedMs) => {
    const now = clock.at + passed;
    expect(credited(clock, { now, elapsedMs })).toEqual({
      of: 0,
      observedMs,
      at: now,
    });
  });

  it('counts nothing that was counted for another step, or does not say for which', () => {
    expect(clockOf(1, { of: 1, observedMs: 9 }).observedMs).toBe(9);
    expect(clockOf(1, { of: 0, observedMs: 9, at: 5 })).toEqual({
      of: 1,
      observedMs: 0,
    });
    expect(clockOf(1, { observedMs: 9, at: 5 }).observedMs).toBe(0);
  });

  it('of another step that was saved late lets nothing pass', () => {
    const run = baking();
    const { stepIndex } = run.state;
    run.world.store.clock = { of: stepIndex - 1, observedMs: 10 * MINUTE };
    run.world.holders[0]?.crash();
    run.pass(5);
    expect(run.state.stepIndex).toBe(stepIndex);
  });

  it('begins when it is looked at', () => {
    expect(credited({ observedMs: 0 }, { now: 5, elapsedMs: 9 })).toEqual({
      observedMs: 0,
      at: 5,
    });
  });
});

describe('a hold', () => {
  it('stands while a person has paused it', () => {
    const run = baking();
    run.ask({ type: 'paused', by: PERSON, reason }).pass(300);
    expect(run.state).toMatchObject({ phase: 'running', pause: { reason } });
    run.ask({ type: 'resumed', by: PERSON }).pass(40);
    expect(run.state.stepIndex).toBe(1);
    expect(run.untilEnd().state.outcome).toBe('succeeded');
  });

  it('runs in a freeze, and is not left before its end', () => {
    const run = baking();
    run.world.freeze = FREEZE;
    run.pass(120);
    expect(run.state).toMatchObject({
      stepIndex: 1,
      hold: { freezeId: 'f1' },
    });
    run.world.freeze = undefined;
    // The bake is complete: what comes next is written at once.
    run.pass(2);
    expect(run.state.stepIndex).toBeGreaterThan(1);
    expect(run.ofType('released')).toHaveLength(1);
  });

  it('is left in a freeze that a person overrides', () => {
    const run = baking();
    run.world.freeze = FREEZE;
    run.pass(5).ask({ type: 'resumed', by: PERSON, overriddenFreezes: ['f1'] });
    expect(run.untilEnd().state.outcome).toBe('succeeded');
  });

  it('is held by a freeze that comes after the one that was overridden', () => {
    const run = baking();
    run.ask({ type: 'resumed', by: PERSON, overriddenFreezes: ['f1'] });
    run.world.freeze = { ...FREEZE, id: 'f2' };
    run.pass(60);
    expect(run.state).toMatchObject({
      stepIndex: 1,
      hold: { freezeId: 'f2' },
      overriddenFreezes: ['f1'],
    });
  });

  it('stands while evidence is not known, and tells', () => {
    const run = baking();
    run.world.verdict = 'unknown';
    run.pass(200);
    expect(run.state).toMatchObject({
      stepIndex: 1,
      blind: { reason: { code: 'evidence-unknown' } },
    });
    run.world.verdict = 'pass';
    run.pass(5);
    expect(run.state).toMatchObject({ stepIndex: 1, blind: undefined });
    expect(run.untilEnd().state.outcome).toBe('succeeded');
  });

  it('stands while its cluster is away, and needs a look after five minutes', () => {
    const run = baking();
    run.cluster().reachable = false;
    run.pass(60);
    expect(run.state.blind).toBeDefined();
    expect(run.state.stuck).toBeUndefined();
    run.pass(300);
    expect(run.state.stuck?.reason.code).toBe('cluster-away');
    run.cluster().reachable = true;
    run.pass(3);
    expect(run.state).toMatchObject({
      stepIndex: 1,
      blind: undefined,
      stuck: undefined,
    });
  });

  it('goes on after a restart with what was counted', () => {
    const run = baking().pass(20);
    run.world.holders[0]?.crash();
    run.pass(12);
    const before = run.world.store.clock.observedMs;
    expect(before).toBeGreaterThan(25_000);
    expect(run.untilEnd().state.outcome).toBe('succeeded');
  });
});

describe('the gate', () => {
  it('opens to an approval, which counts only when it has been asked for', () => {
    const run = new Simulation({ policy: { gate: 'approval' } });
    run.pass(3).ask({ type: 'approved', by: PERSON }).untilStep('gate');
    expect(run.pass(60).state.approval).toBeUndefined();
    run.ask({ type: 'promoted', by: PERSON }).pass(10);
    expect(run.state.stepIndex).toBe(3);
    run.ask({ type: 'approved', by: PERSON }).untilEnd();
    expect(run.state.outcome).toBe('succeeded');
  });

  it('stays shut while evidence is not known, whoever approves', () => {
    const run = new Simulation({ policy: { gate: 'approval' } });
    run.untilStep('gate');
    run.world.verdict = 'unknown';
    run.ask({ type: 'approved', by: PERSON }).pass(60);
    expect(run.definition.steps[run.state.stepIndex]?.kind).toBe('gate');
  });
});
