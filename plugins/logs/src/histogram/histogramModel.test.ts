import { barsOf, countsOf, rangeOfBars, withoutGaps } from './histogramModel';

const HISTOGRAM = {
  interval: 30_000,
  buckets: [
    { at: 0, counts: { info: 1_000, error: 2 } },
    { at: 30_000, counts: {} },
    { at: 60_000, counts: { warn: 10 } },
  ],
};

it('draws even two errors among a thousand lines, at the bottom', () => {
  const [first, empty] = barsOf(HISTOGRAM);
  expect(first?.total).toBe(1_002);
  expect(first?.parts.map(({ level, from }) => [level, from])).toEqual([
    ['error', 0],
    ['info', 0.02],
  ]);
  expect(empty?.parts).toEqual([]);
});

it('counts levels', () => {
  expect(countsOf(HISTOGRAM)).toEqual({
    error: 2,
    warn: 10,
    info: 1_000,
    debug: 0,
    trace: 0,
    unknown: 0,
  });
});

it('knows from when to when bars are, whichever is named first', () => {
  const range = {
    from: '1970-01-01T00:00:00.000Z',
    to: '1970-01-01T00:01:00.000Z',
  };
  expect(rangeOfBars(HISTOGRAM, 0, 1)).toEqual(range);
  expect(rangeOfBars(HISTOGRAM, 1, 0)).toEqual(range);
  expect(rangeOfBars(HISTOGRAM, 0, 9)).toBeUndefined();
});

describe('withoutGaps', () => {
  const from = '2026-11-21T12:00:10.000Z';
  const to = '2026-11-21T12:03:10.000Z';
  const minute = (value: number) =>
    Date.parse(`2026-11-21T12:0${value}:00.000Z`);

  it('puts each bar where its time is', () => {
    const filled = withoutGaps(
      {
        interval: 60_000,
        buckets: [{ at: minute(2), counts: { error: 1 } }],
      },
      from,
      to,
    );
    expect(filled.buckets.map(({ at, counts }) => [at, counts])).toEqual([
      [minute(0), {}],
      [minute(1), {}],
      [minute(2), { error: 1 }],
      [minute(3), {}],
    ]);
  });

  it('leaves alone what it would fill without end', () => {
    const histogram = { interval: 1, buckets: [] };
    expect(withoutGaps(histogram, from, to)).toEqual(histogram);
    expect(withoutGaps(histogram, 'x', to)).toEqual(histogram);
  });
});
