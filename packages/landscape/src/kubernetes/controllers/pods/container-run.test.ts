import * as fc from 'fast-check';
import { LEAK_LIFETIME_MS } from '../../../world/images';
import {
  advance,
  createContainer,
  isRunReady,
  nextChange,
  type ContainerRun,
} from './container-run';

const OPTIONS = { creation: 500, readyDelay: 1000 };

function create(ending = ''): ContainerRun {
  return createContainer({ name: 'app', image: `app:1${ending}` }, 0, OPTIONS);
}

/** Phases with the seconds at which they began. */
function phases(ending: string, seconds: number): string[] {
  const seen: string[] = [];
  let run = create(ending);
  for (let now = 0; now <= seconds * 1000; now = nextChange(run, now)) {
    const next = advance(run, now, true);
    if (next.phase !== run.phase || next.instance !== run.instance) {
      seen.push(`${next.phase} ${next.since / 1000}`);
    }
    run = next;
  }
  return seen;
}

it('starts once, and gets ready', () => {
  expect(phases('', 10_000)).toEqual(['running 0.5']);
  expect(isRunReady(advance(create(), 1400, true), 1400)).toBe(false);
  expect(isRunReady(advance(create(), 1500, true), 1500)).toBe(true);
  const never = advance(create('-neverready'), 1e9, true);
  expect(isRunReady(never, 1e9)).toBe(false);
});

it('crashes, first again at once, then after 10, 20, 40, … seconds', () => {
  expect(phases('-crash', 50)).toEqual([
    'running 0.5',
    'exited 1.7',
    'running 2.7',
    'exited 3.9',
    'backoff 4.9',
    'running 13.9',
    'exited 15.1',
    'backoff 16.1',
    'running 35.1',
    'exited 36.3',
    'backoff 37.3',
  ]);
  const late = advance(create('-crash'), 3600_000, true);
  expect(late.instance).toBeGreaterThan(8);
  expect(late.backOff).toBe(300_000);
});

it('is started no more when nobody wants it', () => {
  const run = advance(create('-crash'), 3600_000, false);
  expect(run).toMatchObject({ phase: 'exited', instance: 0 });
});

it('dies 20 seconds after it was ready, and then crashes', () => {
  expect(phases('-dies', 30).slice(0, 4)).toEqual([
    'running 0.5',
    'exited 21.5',
    'running 22.5',
    'exited 23.7',
  ]);
});

it('is killed when it has leaked too much, and starts anew', () => {
  const run = advance(create('-leak'), LEAK_LIFETIME_MS + 1000, true);
  expect(run).toMatchObject({
    phase: 'exited',
    last: { exitCode: 137, reason: 'OOMKilled' },
  });
  expect(
    phases('-leak', 900).filter(p => p.startsWith('running')),
  ).toHaveLength(3);
});

it('tries to pull an image that is not there less and less often', () => {
  expect(phases('-missing', 40)).toEqual([
    'pull-failed 0.5',
    'pull-backoff 1.5',
    'pull-failed 11.5',
    'pull-backoff 12.5',
    'pull-failed 32.5',
    'pull-backoff 33.5',
  ]);
});

it('is the same however often one looks', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('', '-crash', '-dies', '-leak', '-missing'),
      fc.array(fc.integer({ min: 0, max: 600_000 }), { maxLength: 20 }),
      (ending, moments) => {
        const last = Math.max(0, ...moments);
        const often = [...moments, last]
          .sort((a, b) => a - b)
          .reduce((run, now) => advance(run, now, true), create(ending));
        expect(often).toEqual(advance(create(ending), last, true));
      },
    ),
  );
});
