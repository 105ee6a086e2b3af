import fc from 'fast-check';
import { judge, verdictOf, type SideMeasures } from './judge';
import type { Thresholds } from './readEvidenceConfig';

const thresholds: Thresholds = {
  minRequests: 100,
  maxSuccessRateDrop: 0.01,
  maxSlowdown: 1.5,
  maxP99Slowdown: 2,
  slowdownAllowanceMs: 20,
};
const side = (more: Partial<SideMeasures> = {}): SideMeasures => ({
  requests: 1_000,
  successRate: 0.998,
  average: 40,
  p90: 80,
  p99: 200,
  ...more,
});
const judged = (
  canary: Partial<SideMeasures>,
  release: Partial<SideMeasures> = {},
) =>
  Object.fromEntries(
    judge(side(canary), side(release), thresholds).map(
      ({ code, verdict, reasons }) => [
        code,
        [verdict, ...reasons.map(reason => reason.code)].join(' '),
      ],
    ),
  );

describe('judge', () => {
  it.each<[string, Partial<SideMeasures>, Partial<SideMeasures>, object]>([
    [
      'passes a canary like its release',
      {},
      {},
      { 'success-rate': 'pass', 'latency-p90': 'pass', 'latency-p99': 'pass' },
    ],
    [
      'fails one that fails more often',
      { successRate: 0.94 },
      {},
      { 'success-rate': 'fail lower-success-rate' },
    ],
    [
      'fails one that is slower, at the part where it is',
      { p90: 141, p99: 420 },
      {},
      { 'latency-p90': 'fail slower', 'latency-p99': 'pass' },
    ],
    [
      'does not blame it for what its release shows as well',
      { successRate: 0.8, p90: 900 },
      { successRate: 0.8, p90: 900 },
      { 'success-rate': 'pass', 'latency-p90': 'pass' },
    ],
    [
      'does not know of too few requests',
      { requests: 99.5, successRate: 0.2 },
      {},
      { 'success-rate': 'unknown too-few-requests' },
    ],
    [
      'does not take an accident for a fault',
      { requests: 100, successRate: 0.98 },
      { requests: 300, successRate: 1 },
      { 'success-rate': 'unknown may-be-chance' },
    ],
    [
      'does not know without a release to compare with',
      {},
      { requests: 0, successRate: null },
      { 'success-rate': 'unknown no-release-traffic' },
    ],
    [
      'does not know without data',
      { successRate: null, p90: null, average: null },
      {},
      {
        'success-rate': 'unknown no-data',
        'average-latency': 'unknown no-data',
      },
    ],
    [
      'compares averages where there are no percentiles',
      { p90: null, p99: null, average: 90 },
      { p90: null, p99: null },
      { 'average-latency': 'fail slower' },
    ],
  ])('%s', (_, canary, release, expected) => {
    expect(judged(canary, release)).toMatchObject(expected);
  });

  it.each([
    ['nothing by one slow request of sixty', 1, 59, 'unknown may-be-chance'],
    ['a fault by many', 6, 54, 'fail slower'],
    ['nothing by none', 0, 60, 'pass'],
  ])('proves %s', (_, slow, usual, expected) => {
    const durations = [
      ...Array.from({ length: usual }, () => 100),
      ...Array.from({ length: slow }, () => 5_000),
    ];
    const p99 = slow > 0 ? 5_000 : 100;
    expect(judged({ p99, durations })['latency-p99']).toBe(expected);
  });

  const rate = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), {
    nil: null,
  });
  const ms = fc.option(fc.double({ min: 0, max: 60_000, noNaN: true }), {
    nil: null,
  });
  const measures = fc.record({
    requests: fc.double({ min: 0, max: 1e6, noNaN: true }),
    successRate: rate,
    average: ms,
    p90: ms,
    p99: ms,
  });

  it('never passes on too little, and never fails a canary that is not worse', () => {
    fc.assert(
      fc.property(measures, measures, (canary, release) => {
        const verdict = verdictOf(judge(canary, release, thresholds));
        expect(
          canary.requests >= thresholds.minRequests || verdict === 'unknown',
        ).toBe(true);
        expect(verdictOf(judge(canary, { ...canary }, thresholds))).not.toBe(
          'fail',
        );
      }),
    );
  });

  it('is not passed by getting worse', () => {
    fc.assert(
      fc.property(
        measures,
        measures,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (canary, release, worse) => {
          const before = verdictOf(judge(canary, release, thresholds));
          const after = verdictOf(
            judge(
              {
                ...canary,
                successRate:
                  canary.successRate === null
                    ? null
                    : Math.max(0, canary.successRate - worse),
              },
              release,
              thresholds,
            ),
          );
          expect(before === 'pass' || after !== 'pass').toBe(true);
        },
      ),
    );
  });
});
