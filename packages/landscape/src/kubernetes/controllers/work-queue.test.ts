import { SimulatedClock } from '../../clock';
import { ApiError } from '../api-error';
import { WorkQueue } from './work-queue';

let clock: SimulatedClock;
let errors: unknown[];

beforeEach(() => {
  errors = [];
  clock = new SimulatedClock({
    start: 0,
    onError: error => errors.push(error),
  });
});

it('hands out each key once, in order, and never at once', () => {
  const seen: string[] = [];
  const queue = new WorkQueue(clock, key => {
    seen.push(key);
    if (key === 'a' && seen.length < 3) queue.add('a');
  });
  for (const key of ['a', 'b', 'a']) queue.add(key);
  expect(seen).toEqual([]);
  clock.advance(0);
  expect(seen).toEqual(['a', 'b', 'a']);
});

it('keeps the shortest of several delays', () => {
  const seen: number[] = [];
  const queue = new WorkQueue(clock, () => {
    seen.push(clock.now());
  });
  queue.addAfter('a', 100);
  queue.addAfter('a', 500);
  queue.addAfter('b', 500);
  queue.addAfter('b', 200);
  clock.advance(1000);
  expect(seen).toEqual([100, 200]);
});

it('tries again, less and less often, what the API refuses', () => {
  const seen: number[] = [];
  const queue = new WorkQueue(clock, () => {
    seen.push(clock.now());
    if (seen.length < 5) throw new ApiError('Conflict', 'not now');
  });
  queue.add('a');
  clock.advance(1000);
  expect(seen).toEqual([0, 10, 30, 70, 150]);
  expect(errors).toEqual([]);
});

it('comes back when it is asked to', () => {
  const seen: number[] = [];
  const queue = new WorkQueue(clock, () => {
    seen.push(clock.now());
    return seen.length < 3 ? 'retry' : undefined;
  });
  queue.add('a');
  clock.advance(1000);
  expect(seen).toEqual([0, 10, 30]);
});

it('tells of defects, and does not let them stop other keys', () => {
  const seen: string[] = [];
  const queue = new WorkQueue(clock, key => {
    if (key === 'bad' && !seen.includes('good')) {
      throw new ApiError('Invalid', 'oops');
    }
    seen.push(key);
  });
  queue.add('bad');
  queue.add('good');
  clock.advance(1000);
  expect(seen).toEqual(['good', 'bad']);
  expect(errors).toEqual([new ApiError('Invalid', 'oops')]);
});

it('does nothing more once it is stopped', () => {
  const seen: string[] = [];
  const queue = new WorkQueue(clock, key => {
    seen.push(key);
  });
  queue.add('a');
  queue.addAfter('b', 10);
  queue.stop();
  queue.add('c');
  clock.advance(1000);
  expect(seen).toEqual([]);
});
