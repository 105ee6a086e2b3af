import { OLD_IMAGE } from '../__testUtils__/rolloutDefinition';
import { PERSON, Simulation } from '../__testUtils__/simulate';
import { availability } from '../view/availability';

const reason = 'A test';
const STUCK = { reason: { code: 'release-not-serving' } };

function baking(options: ConstructorParameters<typeof Simulation>[0] = {}) {
  return new Simulation(options).untilStep('bake').untilReady();
}

/** Nothing serves any more but the canary. */
const OUTAGES: Record<string, (run: Simulation) => void> = {
  'is at 0': run => {
    run.cluster().release?.setReplicas(0);
  },
  'is gone': run => {
    run.cluster().release = undefined;
  },
  'has no ready pod': run => {
    run.cluster().badImages.add(OLD_IMAGE);
  },
};

describe('the last pods that serve', () => {
  it.each(Object.entries(OUTAGES))(
    'are not taken by an abort of its own when the release %s',
    (_, outage) => {
      const run = baking();
      outage(run);
      run.world.verdict = 'fail';
      run.pass(120);
      expect(run.cluster().canary?.replicas).toBe(2);
      expect(run.state).toMatchObject({ phase: 'aborting', stuck: STUCK });
    },
  );

  it('are not taken for the rollout that supersedes it', () => {
    const run = baking();
    run.cluster().release?.setReplicas(0);
    run.pass(2);
    run
      .ask({ type: 'abort-requested', by: PERSON, reason, supersededBy: 'r2' })
      .pass(60);
    expect(run.cluster().canary?.replicas).toBe(2);
    expect(run.state).toMatchObject({ phase: 'aborting', stuck: STUCK });
  });

  it('go when the release serves again', () => {
    const run = baking();
    run.cluster().release?.setReplicas(0);
    run.world.verdict = 'fail';
    run.pass(60);
    run.cluster().release?.setReplicas(3);
    run.untilEnd();
    expect(run.ofType('unstuck')).toHaveLength(1);
    expect(run.state.outcome).toBe('aborted');
    expect(run.cluster().canary?.replicas).toBe(0);
  });

  it('go when a person aborts, before or after it does so itself', () => {
    const before = baking();
    before.cluster().release?.setReplicas(0);
    expect(before.pass(2).abort().untilEnd().state.outcome).toBe('aborted');
    const after = baking();
    after.cluster().release?.setReplicas(0);
    after.world.verdict = 'fail';
    after.pass(60);
    expect(availability(after.state).abort.allowed).toBe(true);
    after.abort();
    expect(availability(after.state).abort.allowed).toBe(false);
    expect(after.untilEnd().state).toMatchObject({
      outcome: 'aborted',
      cause: { code: 'evidence-failed' },
      insisted: { by: PERSON },
    });
    expect(after.cluster().canary?.replicas).toBe(0);
  });

  it('are not taken when the canary is to retire', () => {
    const run = new Simulation({ clusters: ['beijing', 'shanghai'] });
    run.untilStep('promote').untilStep('retire');
    // Somebody helps with what is left.
    run.cluster().touched.add('canary');
    run.cluster().canary?.setReplicas(2);
    run.cluster().release?.setReplicas(0);
    run.pass(120);
    expect(run.cluster().canary?.replicas).toBe(2);
    expect(run.state).toMatchObject({ phase: 'running', stuck: STUCK });
    run.cluster().release?.setReplicas(3);
    expect(run.untilEnd().state.outcome).toBe('succeeded');
  });

  it('are nobody’s loss where the release was at 0 by plan', () => {
    const run = new Simulation({ releaseReplicas: 0 });
    expect(run.untilEnd().state.outcome).toBe('succeeded');
    expect(run.cluster().canary?.replicas).toBe(0);
  });
});

describe('a promotion without pods', () => {
  it('is not complete, and goes back with the canary kept', () => {
    const run = baking();
    run.cluster().release?.setReplicas(0);
    run.untilStep('promote').pass(5);
    expect(run.state).toMatchObject({ phase: 'running', stuck: STUCK });
    run.pass(120);
    expect(run.state).toMatchObject({
      phase: 'reverting',
      stuck: STUCK,
      cause: { code: 'promote-timeout' },
    });
    expect(run.cluster().release?.template.image).toBe(OLD_IMAGE);
    expect(run.cluster().canary?.replicas).toBe(2);
  });

  it('does not pass its soak either', () => {
    const run = new Simulation({ clusters: ['beijing', 'shanghai'] });
    run.untilStep('soak');
    run.cluster().release?.setReplicas(0);
    run.pass(120);
    expect(run.state).toMatchObject({ phase: 'running', stuck: STUCK });
  });
});
