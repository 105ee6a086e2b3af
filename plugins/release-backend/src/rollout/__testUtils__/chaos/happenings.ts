import * as fc from 'fast-check';
import { NEW_IMAGE } from '../rolloutDefinition';
import type { SimWorld } from './SimWorld';

const HOUR = 3_600_000;

/** One thing that happens; numbers are taken modulo of what there is. */
export interface Happening {
  readonly name: string;
  happen(world: SimWorld): void;
}

type Act = (world: SimWorld, which: number) => void;

function clusterAt(world: SimWorld, which: number) {
  return [...world.clusters.values()][which % world.clusters.size];
}

function holderAt(world: SimWorld, which: number) {
  return world.holders[which % world.holders.length];
}

/** Faults of machines and networks. */
const FAULTS: Record<string, Act> = {
  step: (world, which) => holderAt(world, which).step(),
  freeze: (world, which) => {
    holderAt(world, which).frozenUntil =
      world.real() + [3_000, 12_000, 90_000, 400_000][which % 4];
  },
  crash: (world, which) => holderAt(world, which).crash(),
  lag: (world, which) => {
    const holder = holderAt(world, which);
    holder.lags = !holder.lags;
  },
  slow: world => {
    world.slow = !world.slow;
  },
  // Long enough for a request to time out, whenever the next one is made.
  stall: (world, which) => {
    world.slow = true;
    world.pass(6_000 + (which % 5) * 1_000);
  },
  deliver: (world, which) =>
    world.deliver({
      last: which % 2 === 0,
      lose: which % 3 === 0,
      twice: which % 5 === 0,
    }),
  drop: world => world.drop(),
  away: (world, which) => {
    const cluster = clusterAt(world, which);
    cluster.reachable = !cluster.reachable;
  },
  refuse: (world, which) => {
    clusterAt(world, which).refuses = which % 8;
  },
  databaseAway: world => {
    world.store.away = !world.store.away;
  },
  jumpAhead: world => world.jump(HOUR),
  jumpBack: world => world.jump(-HOUR),
  sleep: world => world.sleep(7 * 60_000),
  unknown: world => {
    world.verdict = 'unknown';
  },
  pass: world => {
    world.verdict = 'pass';
  },
  fail: (world, which) => {
    if (which % 4 === 0) world.verdict = 'fail';
  },
  bad: (world, which) => {
    if (which % 4 === 0) clusterAt(world, which).badImages.add(NEW_IMAGE);
  },
};

const by = 'user:default/wang.fang';
const reason = 'A test';

/** What people ask for. */
const COMMANDS: Record<string, Act> = {
  pause: world => world.ask({ type: 'paused', by, reason }),
  resume: world => world.ask({ type: 'resumed', by }),
  approve: world => world.ask({ type: 'approved', by }),
  promote: world => world.ask({ type: 'promoted', by }),
  abort: (world, which) => {
    if (which % 3 === 0) world.ask({ type: 'abort-requested', by, reason });
  },
  // Abort while a write is on its way.
  abortStalled: (world, which) => {
    world.slow = true;
    for (let second = 0; second < 60 && world.late === 0; second++) {
      world.pass(1_000);
    }
    if (which % 2 === 0) world.pass(7_000);
    world.ask({ type: 'abort-requested', by, reason });
  },
  supersede: (world, which) => {
    if (which % 6 === 0) {
      const supersededBy = 'r2';
      world.ask({ type: 'abort-requested', by, reason, supersededBy });
    }
  },
  override: world =>
    world.ask({ type: 'drift-resolved', choice: 'override', by, reason }),
  adopt: world =>
    world.ask({ type: 'drift-resolved', choice: 'adopt', by, reason }),
  stopTheLine: world => {
    world.freeze = world.freeze ? undefined : { id: 'f1', reason };
  },
  removeEntity: (world, which) => {
    if (which % 6 === 0) world.entityGone = true;
  },
  predecessor: world => {
    world.predecessorEnded = true;
  },
};

/** What people and other programs do behind our back. */
const INTERFERENCE: Record<string, Act> = {
  touch: (world, which) => {
    clusterAt(world, which).release?.touch();
    clusterAt(world, which).canary?.touch();
  },
  autoscale: (world, which) => {
    const cluster = clusterAt(world, which);
    cluster.autoscaled = true;
    cluster.release?.setReplicas(1 + (which % 5));
  },
  scaleCanary: (world, which) => {
    const cluster = clusterAt(world, which);
    cluster.touched.add('canary');
    cluster.canary?.setReplicas(which % 4);
  },
  setCanaryImage: (world, which) => {
    const cluster = clusterAt(world, which);
    cluster.touched.add('canary');
    cluster.canary?.setTemplate({ image: 'other:1' });
  },
  setReleaseImage: (world, which) => {
    const { touched, release } = clusterAt(world, which);
    touched.add('release');
    // `kubectl set image` leaves the annotations as they are.
    release?.setTemplate({ ...release.template, image: 'other:1' });
  },
  editRelease: (world, which) => {
    const { touched, release } = clusterAt(world, which);
    touched.add('release');
    release?.setTemplate({ ...release.template, rest: `DEBUG=${which}` });
  },
  editCanary: (world, which) => {
    const { touched, canary } = clusterAt(world, which);
    touched.add('canary');
    canary?.setTemplate({ ...canary.template, rest: `DEBUG=${which}` });
  },
  pauseRelease: (world, which) => {
    const { touched, release } = clusterAt(world, which);
    touched.add('release');
    if (release) release.paused = which % 2 === 0;
  },
  undo: (world, which) => {
    const { touched, release, recorded } = clusterAt(world, which);
    touched.add('release');
    release?.setTemplate(recorded);
  },
  deleteCanary: (world, which) => {
    const cluster = clusterAt(world, which);
    cluster.touched.add('canary');
    cluster.canary = undefined;
  },
  recreateCanary: (world, which) => {
    const cluster = clusterAt(world, which);
    cluster.touched.add('canary');
    cluster.recreate('canary');
  },
  recreateRelease: (world, which) => {
    const cluster = clusterAt(world, which);
    cluster.touched.add('release');
    cluster.recreate('release');
  },
  loseNamespace: (world, which) => {
    if (which % 4 === 0) clusterAt(world, which).loseNamespace();
  },
  own: (world, which) => {
    clusterAt(world, which).ownedBy = 'kubectl';
  },
  disown: (world, which) => {
    clusterAt(world, which).ownedBy = undefined;
  },
};

function oneOf(acts: Record<string, Act>): fc.Arbitrary<Happening> {
  return fc
    .tuple(fc.constantFrom(...Object.keys(acts)), fc.nat(119))
    .map(([name, which]) => ({
      name,
      happen: world => {
        // What people do after the end is theirs.
        if (world.state.phase !== 'ended') acts[name]?.(world, which);
      },
      toString: () => `${name} ${which}`,
      [fc.toStringMethod]: () => `${name} ${which}`,
    }));
}

const passing: fc.Arbitrary<Happening> = fc
  .constantFrom(1_000, 1_000, 2_000, 5_000, 15_000)
  .map(ms => ({
    name: `pass ${ms}`,
    happen: world => world.pass(ms),
    [fc.toStringMethod]: () => `pass ${ms}`,
  }));

/** What happens in one run. */
export const happenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: passing },
    { weight: 6, arbitrary: oneOf(FAULTS) },
    { weight: 3, arbitrary: oneOf(COMMANDS) },
    { weight: 1, arbitrary: oneOf(INTERFERENCE) },
  ),
  { maxLength: 60, size: 'max' },
);
