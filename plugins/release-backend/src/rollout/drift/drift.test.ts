import { NEW_IMAGE, OLD_IMAGE } from '../__testUtils__/rolloutDefinition';
import { PERSON, Simulation } from '../__testUtils__/simulate';

const reason = 'A test';

function baking() {
  return new Simulation().untilStep('bake').untilReady();
}

function promoting() {
  const run = new Simulation();
  return run.until(({ targets }) =>
    Object.values(targets).some(({ release }) => release.carriesId),
  );
}

function edit(run: Simulation, rest: string) {
  const { release, touched } = run.cluster();
  touched.add('release');
  release?.setTemplate({ ...release.template, rest });
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

  it.each([
    ['template', { rest: 'DEBUG=1' }],
    ['image', { image: 'hotfix:1', rest: 'DEBUG=1' }],
  ])(
    'before the promotion sets the whole release back, when its %s is overridden',
    (field, change) => {
      const run = baking();
      const { release, touched } = run.cluster();
      touched.add('release');
      release?.setTemplate({ ...release.template, ...change });
      run.pass(3);
      expect(run.state.drift).toMatchObject([{ role: 'release', field }]);
      run.ask({
        type: 'drift-resolved',
        choice: 'override',
        by: PERSON,
        reason,
      });
      run.pass(3);
      // The release is left alone until it is its turn.
      expect(run.state.drift).toEqual([]);
      expect(release?.template).toMatchObject(change);
      expect(run.untilEnd().state.outcome).toBe('succeeded');
      expect(release?.template).toMatchObject({
        image: NEW_IMAGE,
        rest: undefined,
      });
      expect(run.ofType('drift-found')).toHaveLength(1);
    },
  );

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

  it('is an edit of what we made, also when it left the image and our id as they were', () => {
    const run = promoting();
    edit(run, 'DEBUG=1');
    run.pass(3);
    expect(run.state.drift).toMatchObject([
      { role: 'release', field: 'template', found: 'edited', adoptable: true },
    ]);
    run.pass(60);
    expect(run.ofType('drift-found')).toHaveLength(1);
    expect(run.state.phase).toBe('running');
  });

  it('goes on with an edit that is adopted, and leaves it there', () => {
    const run = new Simulation({ clusters: ['beijing', 'shanghai'] });
    run.untilStep('soak').untilReady();
    edit(run, 'DEBUG=1');
    run.pass(3);
    run.ask({ type: 'drift-resolved', choice: 'adopt', by: PERSON, reason });
    expect(run.untilEnd().state.outcome).toBe('succeeded');
    expect(run.ofType('drift-found')).toHaveLength(1);
    expect(run.cluster().release?.template.rest).toBe('DEBUG=1');
    expect(run.keys().filter(key => /promote/.test(key))).toHaveLength(2);
  });

  it('sets back an edit that is overridden, and promotes nothing else', () => {
    const run = promoting();
    edit(run, 'DEBUG=1');
    run.pass(3);
    run.ask({ type: 'drift-resolved', choice: 'override', by: PERSON, reason });
    run.pass(3);
    expect(run.cluster().release?.template).toMatchObject({
      image: NEW_IMAGE,
      rest: undefined,
    });
    edit(run, 'DEBUG=2');
    run.pass(3);
    expect(run.state.drift).toMatchObject([{ found: 'edited' }]);
  });

  it('tells of an edit that a revert takes away', () => {
    const run = promoting();
    edit(run, 'DEBUG=1');
    run.world.verdict = 'fail';
    run.untilEnd();
    expect(run.state.outcome).toBe('rolled-back');
    expect(run.ofType('drift-found')).toMatchObject([
      { drift: { found: 'edited' } },
    ]);
  });

  it('can adopt an edit of a canary, of which nothing is recorded to set it back to', () => {
    const run = baking();
    const { canary } = run.cluster();
    canary?.setTemplate({ ...canary.template, rest: 'DEBUG=1' });
    run.pass(3);
    expect(run.state.drift).toMatchObject([
      { role: 'canary', found: 'edited', adoptable: true, overridable: false },
    ]);
    run.ask({ type: 'drift-resolved', choice: 'override', by: PERSON, reason });
    expect(run.pass(3).state.drift).toHaveLength(1);
    run.ask({ type: 'drift-resolved', choice: 'adopt', by: PERSON, reason });
    expect(run.untilEnd().state.outcome).toBe('succeeded');
  });
});
