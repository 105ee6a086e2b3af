import { Simulation } from '../__testUtils__/simulate';

function promoting(pause = true) {
  const run = new Simulation();
  run.until(({ targets }) =>
    Object.values(targets).some(({ release }) => release.carriesId),
  );
  const { release } = run.cluster();
  if (release && pause) release.paused = true;
  return run;
}

describe('a Deployment that somebody pauses in the cluster', () => {
  it('is said at once to be what the promotion waits for, which goes on when it is resumed', () => {
    const run = promoting();
    run.pass(2);
    expect(run.state.stuck?.reason).toMatchObject({
      code: 'deployment-paused',
      params: { workload: 'prod/prod-beijing/order/order-api' },
    });
    const { release } = run.cluster();
    if (release) release.paused = false;
    expect(run.untilEnd().state.outcome).toBe('succeeded');
    expect(run.ofType('stuck')).toHaveLength(1);
    expect(run.ofType('unstuck')).toHaveLength(1);
  });

  it('still has to be done in time', () => {
    const run = promoting();
    run.untilEnd();
    expect(run.state.cause?.code).toBe('promote-timeout');
    expect(run.state.outcome).toBe('rolled-back');
    expect(run.cluster().release?.paused).toBe(false);
  });

  it('is said of a canary too', () => {
    const run = new Simulation();
    const { canary } = run.cluster();
    if (canary) canary.paused = true;
    run.pass(8);
    expect(run.state.stuck?.reason).toMatchObject({
      code: 'deployment-paused',
      params: { deployment: 'order-api-canary' },
    });
  });

  it('is no matter while nothing has to be replaced', () => {
    const run = new Simulation({ clusters: ['beijing', 'shanghai'] });
    run.untilStep('soak').untilReady();
    const { release } = run.cluster();
    if (release) release.paused = true;
    expect(run.untilEnd().ofType('stuck')).toEqual([]);
  });
});
