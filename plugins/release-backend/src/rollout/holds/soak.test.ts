import { NEW_IMAGE } from '../__testUtils__/rolloutDefinition';
import { Simulation } from '../__testUtils__/simulate';

describe('a soak', () => {
  function soaking(): Simulation {
    const run = new Simulation({ clusters: ['beijing', 'shanghai'] });
    return run.untilStep('soak').untilReady();
  }

  it('keeps the next cluster as it is while nobody can tell how this one does', () => {
    const run = soaking();
    const before = run.cluster(1).release?.template;
    run.world.verdict = 'unknown';
    run.pass(300);
    expect(run.state).toMatchObject({
      phase: 'running',
      blind: { reason: { code: 'evidence-unknown' } },
    });
    expect(run.cluster(1).release?.template).toEqual(before);
    run.world.verdict = 'pass';
    run.untilEnd();
    expect(run.cluster(1).release?.template.image).toBe(NEW_IMAGE);
  });

  it('that fails leaves the next cluster as it was', () => {
    const run = soaking();
    const before = run.cluster(1).release?.template;
    run.world.verdict = 'fail';
    run.untilEnd();
    expect(run.cluster(1).release?.template).toEqual(before);
    expect(run.cluster(1).canary?.replicas ?? 0).toBe(0);
  });
});
