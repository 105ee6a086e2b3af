import { Pace } from './Pace';
import { Slots } from './Slots';

const never = new AbortController().signal;

it('gives places in the order of asking, and each only once', async () => {
  const slots = new Slots(1);
  const first = await slots.take(never);
  expect(slots.tryTake()).toBeUndefined();
  const order: string[] = [];
  const second = slots.take(never).then(give => {
    order.push('second');
    give();
  });
  const third = slots.take(never).then(() => order.push('third'));
  first();
  first();
  await Promise.all([second, third]);
  expect(order).toEqual(['second', 'third']);
  expect(slots.tryTake()).toBeUndefined();
});

it('forgets who has given up waiting', async () => {
  const slots = new Slots(1);
  const give = await slots.take(never);
  const waiting = new AbortController();
  const given = slots.take(waiting.signal);
  waiting.abort(new Error('Given up'));
  await expect(given).rejects.toThrow('Given up');
  give();
  expect(slots.tryTake()).toBeDefined();
});

it('keeps places free from those who may have only so many', async () => {
  const slots = new Slots(3);
  const few = slots.atMost(2);
  const give = await few.take(never);
  await few.take(never);
  const third = few.take(never);
  // The last one is for others, who leave none when they have it.
  await slots.take(never);
  expect(slots.tryTake()).toBeUndefined();
  give();
  give();
  await third;
  expect(slots.tryTake()).toBeUndefined();
});

it('gives back what was taken for a place that was not waited for', async () => {
  const slots = new Slots(1);
  const few = slots.atMost(1);
  const give = await slots.take(never);
  const waiting = new AbortController();
  const given = few.take(waiting.signal);
  // It has its place among the few by now, and waits for one of all.
  await Promise.resolve();
  waiting.abort(new Error('Given up'));
  await expect(given).rejects.toThrow('Given up');
  give();
  await few.take(never);
  expect(slots.tryTake()).toBeUndefined();
});

describe('Pace', () => {
  it('lets a reserve through at once, and the rest at its rate', async () => {
    const pace = new Pace({ intervalMs: 40, reserve: 2 });
    const startedAt = performance.now();
    const turns = Array.from({ length: 5 }, async () => {
      await pace.turn(never);
      return performance.now() - startedAt;
    });
    const [first, second, ...rest] = await Promise.all(turns);
    expect(Math.max(first, second)).toBeLessThan(rest[0]);
    rest.forEach((at, index) =>
      expect(at).toBeGreaterThan((index + 1) * 40 - 5),
    );
  });

  it('lets go of who is not wanted any more', async () => {
    const pace = new Pace({ intervalMs: 1_000, reserve: 0 });
    const stop = new AbortController();
    const turn = pace.turn(stop.signal);
    stop.abort();
    await expect(turn).rejects.toThrow('aborted');
  });
});
