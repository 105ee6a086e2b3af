import fc from 'fast-check';
import { createRandom, hash, pickWeighted, smoothNoise, unit } from './random';

describe('random', () => {
  it('keeps parts apart', () => {
    expect(hash('ab', 'c')).not.toBe(hash('a', 'bc'));
    expect(hash('a', 1)).toBe(hash('a', 1));
  });

  it('spreads evenly over [0, 1)', () => {
    const buckets = new Array(10).fill(0);
    for (let index = 0; index < 10_000; index++) {
      buckets[Math.floor(unit('x', index) * 10)]++;
    }
    for (const count of buckets)
      expect(Math.abs(count - 1000)).toBeLessThan(150);
    const stream = createRandom(3);
    const again = createRandom(3);
    const numbers = Array.from({ length: 1000 }, stream);
    expect(Array.from({ length: 1000 }, again)).toEqual(numbers);
    const mean = numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
    expect(mean).toBeCloseTo(0.5, 1);
  });

  it('picks in proportion to weights', () => {
    const items = [{ weight: 3 }, { weight: 0 }, { weight: 1 }];
    expect(pickWeighted(items, 0.74)).toBe(items[0]);
    expect(pickWeighted(items, 0.76)).toBe(items[2]);
  });

  it('makes noise without jumps, within [-1, 1]', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(1e9), (state, at) => {
        const here = smoothNoise(state, at, 1000);
        expect(Math.abs(here)).toBeLessThanOrEqual(1);
        expect(Math.abs(smoothNoise(state, at + 1, 1000) - here)).toBeLessThan(
          0.01,
        );
      }),
    );
  });
});
