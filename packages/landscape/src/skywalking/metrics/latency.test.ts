import fc from 'fast-check';
import { average, partWithin, percentile } from './latency';

const crowd = fc.record({
  calls: fc.integer({ min: 1, max: 10_000 }),
  latency: fc
    .tuple(
      fc.double({ min: 0.5, max: 2000, noNaN: true }),
      fc.double({ min: 1.01, max: 30, noNaN: true }),
    )
    .map(([p50, times]) => ({ p50, p99: p50 * times })),
});

it('finds what a crowd of one kind is made with', () => {
  const one = [{ calls: 100, latency: { p50: 31, p99: 224 } }];
  expect(percentile(one, 50)).toBeCloseTo(31, 0);
  expect(percentile(one, 99)).toBeCloseTo(224, 0);
  expect(average(one)).toBeGreaterThan(31);
  expect(percentile([], 50)).toBeUndefined();
  expect(average([])).toBeUndefined();
});

it('has percentiles that grow, lie between those of its parts, and say how many are within', () => {
  fc.assert(
    fc.property(fc.array(crowd, { minLength: 1, maxLength: 8 }), crowds => {
      const values = [50, 75, 90, 95, 99].map(
        percent => percentile(crowds, percent) ?? NaN,
      );
      expect(values).toEqual([...values].sort((a, b) => a - b));
      const p50s = crowds.map(({ latency }) => latency.p50);
      expect(values[0]).toBeGreaterThan(Math.min(...p50s) * 0.98);
      expect(values[0]).toBeLessThan(Math.max(...p50s) * 1.02);
      expect(partWithin(crowds, values[2] * 1.01)).toBeGreaterThan(0.89);
      expect(partWithin(crowds, values[2] * 0.95)).toBeLessThan(0.901);
    }),
  );
});
