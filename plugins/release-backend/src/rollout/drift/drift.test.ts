import { NEW_IMAGE, OLD_IMAGE } from '../__testUtils__/rolloutDefinition';
import { PERSON, Simulation } from '../__testUtils__/simulate';

const reason = 'A test';

function baking() {
  return new Simulation().untilStep('bake').untilReady();
}

describe('drift', () => {
  it('pauses when somebody scales the canary, and goes on with what is adopted', () => {
    const run = baking();
    run.cluster().canary?.setReplicas(4);
    run.pass(60);
    expect(run.state.drift).toMatchObject([
      { role: 'canary', field: 'replicas', expected: 2, found: 4 },
    ]);
    expect(run.state.drift[0]?.adoptable).toBe(true);
    run.ask({ type: 'drift-resolved', choice: 'adopt', by: PERSON, reason });
    run.untilStep('promote');
    expect(run.cluster().canary?.replicas).toBe(4);
    expect(run.untilEnd().state.outcome).toBe('succeeded');
    expect(run.cluster().canary?.replicas).toBe(0);
  });

  it('cannot adopt a canary without pods, but override it', () => {
    const run = baking();
    run.cluster().canary?.setReplicas(0);
    run.pass(3);
    expect(run.state.drift[0]?.adoptable).toBe(false);
    run.ask({ type: 'drift-resolved', choice: 'adopt', by: PERSON, reason });
    expect(run.pass(3).state.drift).toHaveLength(1);
    run.ask({ type: 'drift-resolved', choice: 'override', by: PERSON, reason });
    expect(run.untilEnd().state.outcome).toBe('succeeded');
  });

  it('pauses when the image of the canary is another one, and sets it again', () => {
    const run = baking();
    run.cluster().canary?.setTemplate({ image: 'other:1', rolloutId: 'r1' });
    run.pass(3);
    expect(run.state.drift).toMatchObject([
      { role: 'canary', field: 'image', expected: NEW_IMAGE, found: 'other:1' },
    ]);
    run.ask({ type: 'drift-resolved', choice: 'override', by: PERSON, reason });
    run.untilEnd();
    expect(run.keys()).toContain('2/set-canary-image');
    expect(run.state.outcome).toBe('succeeded');
  });

  it('pauses before it promotes over somebody else', () => {
    const run = baking();
    run.cluster().release?.setTemplate({ image: 'hotfix:1' });
    run.pass(60);
    expect(run.state.drift).toMatchObject([
      { role: 'release', field: 'image', expected: OLD_IMAGE },
    ]);
    expect(run.keys()).not.toContain('4/promote');
    run.ask({ type: 'drift-resolved', choice: 'override', by: PERSON, reason });
    expect(run.untilEnd().state.outcome).toBe('succeeded');
  });

  it('is told once while it lasts', () => {
    const run = baking();
    run.cluster().canary?.setReplicas(4);
    run.pass(60);
    expect(run.ofType('drift-found')).toHaveLength(1);
  });

  it('is none when the release is scaled by its autoscaler', () => {
    const run = baking();
    run.cluster().release?.setReplicas(9);
    run.pass(3);
    expect(run.state.drift).toEqual([]);
    expect(run.untilEnd().state.outcome).toBe('succeeded');
    expect(run.cluster().release?.replicas).toBe(9);
  });

  it('is what nobody confirmed that it takes over, and taken when a person does', () => {
    const run = new Simulation();
    run.cluster().ownedBy = 'argocd';
    run.pass(5);
    expect(run.state.drift).toMatchObject([
      { field: 'image', manager: 'argocd', adoptable: false },
    ]);
    expect(run.cluster().canary?.template.image).toBe(OLD_IMAGE);
    run.ask({ type: 'drift-resolved', choice: 'override', by: PERSON, reason });
    run.pass(3);
    expect(run.cluster().canary?.template.image).toBe(NEW_IMAGE);
    const confirmed = run
      .ofType('write-intended')
      .map(({ intent }) => intent.confirmed);
    expect(confirmed).toContainEqual(['argocd']);
  });

  it('names all whom nobody confirmed at once, so that a person is asked once', () => {
    const run = new Simulation();
    const cluster = run.cluster();
    const arrive = cluster.arrive.bind(cluster);
    const owners = ['argocd', 'flux'];
    cluster.arrive = intent =>
      intent.goal.kind === 'set-canary-image' &&
      !owners.every(owner => intent.confirmed?.includes(owner))
        ? { outcome: 'owned', managers: owners }
        : arrive(intent);
    run.pass(5);
    expect(run.state.drift.map(({ manager }) => manager)).toEqual(owners);
    run.ask({ type: 'drift-resolved', choice: 'override', by: PERSON, reason });
    expect(run.untilEnd().state.outcome).toBe('succeeded');
    expect(run.ofType('drift-resolved')).toHaveLength(1);
  });

  it('in a promotion pauses it, and is promoted over on demand', () => {
    const run = new Simulation({ clusters: ['beijing', 'shanghai'] });
    run.untilStep('soak').untilReady();
    const { release } = run.cluster();
    release?.setTemplate({ ...release.template, image: OLD_IMAGE });
    run.pass(10);
    expect(run.state.drift).toMatchObject([
      { role: 'release', field: 'image' },
    ]);
    run.ask({ type: 'drift-resolved', choice: 'override', by: PERSON, reason });
    expect(run.untilEnd().state.outcome).toBe('succeeded');
    expect(run.cluster().release?.template.image).toBe(NEW_IMAGE);
  });
});
