import { PERSON, Simulation } from '../__testUtils__/simulate';
import { availability } from './availability';
import { stateName } from './stateName';
import { stepStates } from './stepStates';

const reason = 'A test';

function statesOf(run: Simulation) {
  const { store } = run.world;
  return stepStates(run.state, store.clock, store.now());
}

describe('stateName', () => {
  it('tells what a rollout waits for', () => {
    const run = new Simulation({ policy: { gate: 'approval' } });
    expect(stateName(run.state)).toBe('running');
    run.untilStep('gate').pass(1);
    expect(stateName(run.state)).toBe('waiting-for-person');
    run.world.freeze = { id: 'f1', reason };
    run.pass(2);
    expect(stateName(run.state)).toBe('held');
    run.ask({ type: 'paused', by: PERSON, reason });
    expect(stateName(run.state)).toBe('paused');
    run.abort();
    expect(stateName(run.state)).toBe('aborting');
    run.untilEnd();
    expect(stateName(run.state)).toBe('aborted');
  });

  it('tells that it waits for another rollout, reverts, is paused by drift, and succeeded', () => {
    const waiting = new Simulation({ supersedes: 'r0' });
    expect(stateName(waiting.state)).toBe('waiting');
    const drifting = new Simulation().untilStep('bake').untilReady();
    drifting.cluster().canary?.setReplicas(5);
    expect(stateName(drifting.pass(3).state)).toBe('paused');
    const reverting = new Simulation();
    reverting.until(({ targets }) =>
      Object.values(targets).some(({ promote }) => promote === 'begun'),
    );
    expect(stateName(reverting.abort().state)).toBe('reverting');
    const done = new Simulation().untilEnd();
    expect(stateName(done.state)).toBe('succeeded');
  });
});

describe('availability', () => {
  function why(run: Simulation) {
    return Object.fromEntries(
      Object.entries(availability(run.state)).map(([action, is]) => [
        action,
        is.allowed || is.why?.code,
      ]),
    );
  }

  it('opens the gate to who has to answer it', () => {
    const run = new Simulation({ policy: { gate: 'approval' } });
    run.untilStep('bake');
    expect(why(run)).toEqual({
      abort: true,
      pause: true,
      resume: 'not-paused',
      promote: 'opens-after-bake',
      approve: 'opens-after-bake',
      adopt: 'no-drift',
      override: 'no-drift',
    });
    run.untilStep('gate');
    expect(why(run)).toMatchObject({
      promote: 'waits-for-approval',
      approve: true,
    });
    run.ask({ type: 'approved', by: PERSON });
    expect(why(run)).toMatchObject({
      promote: 'on-its-way',
      approve: 'on-its-way',
    });
  });

  it('needs nobody where the gate is automatic, and a press where it is manual', () => {
    const automatic = new Simulation().untilStep('bake');
    expect(why(automatic)).toMatchObject({
      promote: 'gate-is-automatic',
      approve: 'gate-is-automatic',
    });
    const manual = new Simulation({ policy: { gate: 'manual' } });
    expect(why(manual.untilStep('gate'))).toMatchObject({ promote: true });
  });

  it('offers to adopt only what can be', () => {
    const run = new Simulation().untilStep('bake').untilReady();
    run.cluster().canary?.setReplicas(5);
    expect(why(run.pass(3))).toMatchObject({ adopt: true, override: true });
    run.cluster().release?.setTemplate({ image: 'other:1' });
    expect(why(run.pass(8))).toMatchObject({
      adopt: 'not-adoptable',
      override: true,
    });
  });

  it('offers nothing on the way back, nor after the end', () => {
    const run = new Simulation().untilStep('bake').abort();
    expect(new Set(Object.values(why(run)))).toEqual(new Set(['on-its-way']));
    run.untilEnd();
    expect(new Set(Object.values(why(run)))).toEqual(new Set(['ended']));
  });
});

describe('stepStates', () => {
  it('counts down what is observed, up to what has to be waited for', () => {
    const run = new Simulation({ policy: { gate: 'manual' } });
    run.untilStep('bake').untilReady().pass(4);
    const now = run.world.store.now();
    const states = statesOf(run);
    expect(states.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'canary done',
      'canary done',
      'bake current',
      'gate ahead',
      'promote ahead',
      'retire ahead',
    ]);
    const [first, second, bake, gate] = states;
    expect(first).toMatchObject({ observedMs: 3000 });
    expect(first?.endedAt).toBe(second?.enteredAt);
    const left = Date.parse(bake?.endsAt ?? '') - now;
    expect(left).toBe(10_000 - (bake?.observedMs ?? 0));
    expect(gate?.endsAt).toBeUndefined();
  });

  it('foresees no end while the clock stands', () => {
    const run = new Simulation().untilStep('bake').untilReady();
    run.ask({ type: 'paused', by: PERSON, reason }).pass(2);
    expect(statesOf(run).some(({ endsAt }) => endsAt !== undefined)).toBe(
      false,
    );
  });

  const endsOf = (run: Simulation) =>
    statesOf(run).filter(({ endsAt }) => endsAt !== undefined).length;

  it('foresees no end while nothing is known, before anybody is told', () => {
    const run = new Simulation().untilStep('bake').untilReady().pass(2);
    expect(endsOf(run)).toBeGreaterThan(0);
    run.world.verdict = 'unknown';
    run.pass(2);
    expect(run.state.blind).toBeUndefined();
    expect(endsOf(run)).toBe(0);
    run.world.verdict = 'pass';
    expect(endsOf(run.pass(2))).toBeGreaterThan(0);
  });

  it('foresees no end of what is stuck', () => {
    const run = new Simulation();
    run.cluster().refuses = 99;
    run.pass(20);
    expect(run.state.stuck).toBeDefined();
    expect(endsOf(run)).toBe(0);
  });

  it('leaves out what an abort never came to', () => {
    const run = new Simulation().untilStep('bake').abort().untilEnd();
    expect(statesOf(run).map(({ state }) => state)).toEqual([
      'done',
      'done',
      'skipped',
      'skipped',
      'skipped',
      'skipped',
    ]);
  });
});
