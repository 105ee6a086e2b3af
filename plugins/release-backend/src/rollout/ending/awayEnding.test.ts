import { Simulation } from '../__testUtils__/simulate';

const MINUTE = 60;

describe('what is undone while its cluster is away', () => {
  it('says for which cluster it waits, and since when, until that is seen', () => {
    const run = new Simulation({ clusters: ['beijing', 'shanghai'] });
    run.untilStep('bake').untilReady();
    run.abort();
    run.cluster().reachable = false;
    const since = run.world.real();
    run.pass(10);
    expect(run.state).toMatchObject({
      phase: 'aborting',
      blind: { since, reason: { params: { cluster: 'beijing' } } },
    });
    run.cluster().reachable = true;
    run.untilEnd();
    expect(run.state).toMatchObject({ outcome: 'aborted', blind: undefined });
    expect(run.ofType('observation-regained')).toHaveLength(1);
  });

  it('says since when it really is away, also from before the abort', () => {
    const run = new Simulation();
    run.untilStep('bake').untilReady();
    run.cluster().reachable = false;
    const since = run.world.real();
    run.pass(2 * MINUTE);
    run.abort().pass(10);
    expect(run.state).toMatchObject({ phase: 'aborting', blind: { since } });
  });

  it('says nothing of a cluster that is seen', () => {
    const run = new Simulation();
    run.untilStep('bake').untilReady();
    run.world.verdict = 'unknown';
    run.pass(2 * MINUTE);
    expect(run.state.blind).toBeDefined();
    run.abort().pass(1);
    expect(run.state.blind).toBeUndefined();
  });
});
