import type { StoredEvent } from '../events';
import { Simulation } from '../__testUtils__/simulate';
import { decide } from '../decide';
import { waitBeforeRetry } from './backoff';

describe('writes that fail', () => {
  it('are tried again, at longer and longer intervals, and never given up', () => {
    const run = new Simulation();
    run.cluster().refuses = 8;
    run.pass(15);
    expect(run.state.stuck?.reason).toMatchObject({ code: 'write-refused' });
    run.untilEnd();
    expect(run.state).toMatchObject({ outcome: 'succeeded', stuck: undefined });
    const attempts = run
      .ofType('write-intended')
      .filter(({ intent }) => intent.key === '0/set-canary-image')
      .map(({ intent }) => intent.attempt);
    expect(attempts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('wait a minute at most, and not an hour when a clock was set back', () => {
    const { state } = new Simulation();
    const failures = {
      key: 'k',
      workloadId: 'w',
      count: 30,
      at: 1_000_000,
      outcome: 'refused',
    } as const;
    const failing = { ...state, failures };
    expect(waitBeforeRetry(failing, 'k', failures.at)).toBe(60_000);
    expect(waitBeforeRetry(failing, 'k', failures.at - 3_600_000)).toBe(0);
    expect(waitBeforeRetry(failing, 'another', failures.at)).toBe(0);
    // What was stored last is dated by the database, what is seen by an estimate of its clock.
    expect(waitBeforeRetry(failing, 'k', failures.at - 3)).toBe(60_000);
    expect(waitBeforeRetry(failing, 'k', failures.at + 59_000)).toBe(1_000);
  });

  it('tell at once what a person has to do', () => {
    const run = new Simulation();
    run.world.slow = true;
    run.until(({ pending }) => pending !== undefined);
    const { pending } = run.state;
    run.ask({
      type: 'write-settled',
      key: pending?.key ?? '',
      attempt: pending?.attempt ?? 0,
      outcome: 'refused',
      reason: { code: 'forbidden', params: { verb: 'patch' } },
    });
    run.pass(10);
    expect(run.ofType('stuck')).toMatchObject([
      { reason: { code: 'forbidden', params: { verb: 'patch' } } },
    ]);
  });
});

describe('writes that others overtake', () => {
  it('wait longer and longer, and tell that they do not get through', () => {
    const run = new Simulation();
    const cluster = run.cluster();
    const arrive = cluster.arrive.bind(cluster);
    let storm = true;
    cluster.touched.add('canary');
    cluster.arrive = intent => {
      // A controller that always has changed the spec just before.
      const { canary } = cluster;
      if (storm && canary) {
        canary.generation += 1;
        canary.touch();
      }
      return arrive(intent);
    };
    run.pass(60);
    expect(run.keys().length).toBeLessThan(12);
    expect(run.state.stuck?.reason.code).toBe('conflicts');
    storm = false;
    run.untilEnd();
    expect(run.state).toMatchObject({ outcome: 'succeeded', stuck: undefined });
  });
});

describe('a cluster that is asked too much', () => {
  it('is left alone for as long as it says, and everybody may know', () => {
    const run = new Simulation();
    const cluster = run.cluster();
    const arrive = cluster.arrive.bind(cluster);
    let asked = 0;
    cluster.arrive = intent => {
      asked += 1;
      return asked > 6
        ? arrive(intent)
        : {
            outcome: 'refused',
            reason: {
              code: 'throttled',
              params: { cluster: 'beijing', seconds: 20 },
            },
          };
    };
    run.pass(19);
    expect(asked).toBe(1);
    run.pass(5);
    expect(asked).toBe(2);
    run.until(({ stuck }) => stuck !== undefined);
    expect(run.state.stuck?.reason.code).toBe('throttled');
    expect(run.untilEnd().state.outcome).toBe('succeeded');
  });
});

describe('a write whose outcome is not known', () => {
  it('is not asked about all the time while it has to wait', () => {
    let reads = 0;
    const run = new Simulation({
      rule: (...known) => {
        const decision = decide(...known);
        if (decision.readBack) reads += 1;
        return decision;
      },
    });
    const cluster = run.cluster();
    const arrive = cluster.arrive.bind(cluster);
    let silent = true;
    cluster.arrive = intent =>
      silent ? { outcome: 'unknown' } : arrive(intent);
    run.pass(300);
    expect(run.keys().length).toBeGreaterThan(5);
    expect(reads).toBeLessThan(80);
    silent = false;
    expect(run.untilEnd().state.outcome).toBe('succeeded');
  });

  function lost(options: { arrives: boolean }) {
    const run = new Simulation({ policy: { maxCanaryReplicas: 1 } });
    run.world.slow = true;
    run.until(() => run.world.late > 0);
    if (options.arrives) run.world.deliver({ lose: true });
    else run.world.drop();
    run.world.slow = false;
    return run.pass(15);
  }

  function outcomes(events: readonly StoredEvent['event'][]) {
    return events.flatMap(event =>
      event.type === 'write-settled' && event.key === '0/set-canary-image'
        ? [event.outcome]
        : [],
    );
  }

  const params = { cluster: 'prod-beijing' };

  it.each([
    [
      { code: 'forbidden', params: { ...params, verb: 'get' } },
      { code: 'forbidden', params: { ...params, verb: 'get' } },
      4,
    ],
    [
      { code: 'cluster-away', params: { ...params, seconds: 0 } },
      { code: 'cluster-away', params },
      45,
    ],
  ])(
    'is told to be stuck where it cannot be read back: %j',
    (unreadable, told, seconds) => {
      const run = new Simulation({ policy: { maxCanaryReplicas: 1 } });
      run.cluster().unreadable = unreadable;
      run.world.slow = true;
      run.until(() => run.world.late > 0);
      run.world.drop();
      run.world.slow = false;
      run.pass(6 + seconds);
      expect(run.state.stuck?.reason).toMatchObject(told);
      run.cluster().unreadable = undefined;
      expect(run.untilEnd().state.outcome).toBe('succeeded');
      expect(run.ofType('stuck')).toHaveLength(1);
      expect(run.ofType('unstuck')).toHaveLength(1);
    },
  );

  it('is found to have happened, and not made again', () => {
    const run = lost({ arrives: true });
    expect(outcomes(run.events)).toEqual(['unknown', 'observed']);
    expect(run.untilEnd().state.outcome).toBe('succeeded');
  });

  it('is made again when it is found not to have happened', () => {
    const run = lost({ arrives: false });
    expect(outcomes(run.events)).toEqual(['unknown', 'done']);
    expect(run.untilEnd().state.outcome).toBe('succeeded');
  });

  it('is read back by the replica that goes on after a crash', () => {
    const run = new Simulation();
    run.world.slow = true;
    run.until(() => run.world.late > 0);
    run.world.holders[0]?.crash();
    run.world.slow = false;
    expect(run.untilEnd().state.outcome).toBe('succeeded');
  });
});
