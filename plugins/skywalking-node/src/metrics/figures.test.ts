import {
  lastOf,
  noFigures,
  requestsIn,
  summarize,
  summarizeTogether,
} from './figures';

const figures = (
  requestsPerMinute: (number | null)[],
  successRate: (number | null)[],
) => ({
  ...noFigures(requestsPerMinute.length),
  requestsPerMinute,
  successRate,
});

describe('one number of many minutes', () => {
  it('counts a minute by its requests', () => {
    const summary = summarize(figures([90, 10], [1, 0]));
    expect(summary.successRate).toBeCloseTo(0.9);
    expect(summary.requestsPerMinute).toBe(50);
    expect(summary.average).toBeNull();
  });

  it('knows no data from none', () => {
    expect(summarize(noFigures(3))).toMatchObject({
      requestsPerMinute: null,
      successRate: null,
    });
    expect(summarize(noFigures(0)).requestsPerMinute).toBeNull();
    // Two quiet minutes lower the rate, and say nothing of success.
    expect(
      summarize(figures([null, 30, null], [null, 0.5, null])),
    ).toMatchObject({ requestsPerMinute: 10, successRate: 0.5 });
  });

  it('counts all the same where rates are rounded down to nothing', () => {
    expect(summarize(figures([0, 0], [1, 0.5])).successRate).toBe(0.75);
  });

  it('puts pods together as if they were one', () => {
    const together = summarizeTogether([
      figures([90, 90], [1, 1]),
      figures([null, 20], [null, 0]),
    ]);
    expect(together.requestsPerMinute).toBe(100);
    expect(together.successRate).toBeCloseTo(0.9);
    expect(summarizeTogether([]).successRate).toBeNull();
    // A canary that has come later has not been quiet before.
    expect(
      summarizeTogether([
        figures([null, null, 40, null], []),
        figures([null, null, null, 20], []),
      ]).requestsPerMinute,
    ).toBe(30);
  });

  it('counts requests over steps of any length', () => {
    const one = figures([2, null, 3], [1, null, 1]);
    expect(requestsIn(one, 60_000)).toBe(5);
    expect(requestsIn(one, 3_600_000)).toBe(300);
    expect(requestsIn(lastOf(one, 1), 60_000)).toBe(3);
  });
});
