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
