import fc from 'fast-check';
import {
  exactDuration,
  formatInstant,
  metricWindow,
  minuteWindows,
  MOST_POINTS,
  parseZone,
  shifted,
} from './duration';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-21T08:30:45Z');

describe('zones', () => {
  it.each([
    ['+0800', 8 * HOUR],
    ['+0530', 5.5 * HOUR],
    ['-0330', -3.5 * HOUR],
    ['+0000', 0],
    ['0800', undefined],
    ['+08:00', undefined],
    ['+9900', undefined],
    ['', undefined],
  ])('%s', (text, offset) => {
    expect(parseZone(text)).toBe(offset);
  });
});

describe('a window of metrics', () => {
  const zones = [0, 8 * HOUR, 5.5 * HOUR, -3.5 * HOUR];

  it('has complete steps only, in the zone of the OAP', () => {
    const window = metricWindow({
      from: NOW - 30 * MINUTE,
      to: NOW,
      now: NOW,
      zone: 8 * HOUR,
    });
    expect(window.duration).toEqual({
      start: '2026-11-21 1600',
      // 16:30 has not ended.
      end: '2026-11-21 1629',
      step: 'MINUTE',
    });
    expect(window.times).toHaveLength(30);
  });

  it('waits until the last minute has been written', () => {
    const now = Date.parse('2026-11-21T08:30:05Z');
    const { times } = metricWindow({ from: now - HOUR, to: now, now, zone: 0 });
    expect(times.at(-1)).toBe(Date.parse('2026-11-21T08:28:00Z'));
  });

  it('cuts hours and days where its own zone does', () => {
    const window = metricWindow({
      from: NOW - 3 * DAY,
      to: NOW,
      now: NOW,
      zone: 5.5 * HOUR,
    });
    expect(window.duration).toEqual({
      start: '2026-11-18 14',
      end: '2026-11-21 13',
      step: 'HOUR',
    });
    expect(new Date(window.times[0]).toISOString()).toBe(
      '2026-11-18T08:30:00.000Z',
    );
  });

  it('is what an OAP takes, whatever is asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 90 * DAY }),
        fc.integer({ min: 1, max: 90 * DAY }),
        fc.constantFrom(...zones),
        fc.option(fc.integer({ min: 2, max: 1000 }), { nil: undefined }),
        (ago, length, zone, most) => {
          const to = NOW - ago;
          const { times, duration, stepMs, step } = metricWindow({
            from: to - length,
            to,
            now: NOW,
            zone,
            most,
          });
          expect(times.length).toBeGreaterThan(0);
          expect(times.length).toBeLessThanOrEqual(MOST_POINTS);
          const last = times[times.length - 1];
          expect(last - times[0]).toBe((times.length - 1) * stepMs);
          expect((times[0] + zone) % stepMs).toBe(0);
          expect(last + stepMs).toBeLessThanOrEqual(NOW);
          expect(duration.start <= duration.end).toBe(true);
          expect(duration.start).toBe(formatInstant(times[0], step, zone));
        },
      ),
    );
  });

  it('has nothing from before it, where minutes are counted one by one', () => {
    const zone = 8 * HOUR;
    const of = (from: number, to = NOW) =>
      minuteWindows({ from, to, now: NOW, zone });
    expect(of(NOW - 80_000)).toEqual([]);
    // 08:29:00 to 08:30:00, which was written long enough ago.
    const [one, ...more] = of(NOW - 2 * MINUTE + 15_000);
    expect(more).toEqual([]);
    expect(one.times).toEqual([Date.parse('2026-11-21T08:29:00Z')]);
    expect(one.duration).toEqual({
      start: '2026-11-21 1629',
      end: '2026-11-21 1629',
      step: 'MINUTE',
    });
  });

  it.each([
    ['a bake of a day', DAY, 3, 1_439],
    ['one of a week, of which the newest part is left', 7 * DAY, 4, 1_579],
  ])('takes as many questions as %s needs', (_, length, count, minutes) => {
    const windows = minuteWindows({
      from: NOW - length,
      to: NOW,
      now: NOW,
      zone: 5.5 * HOUR,
    });
    expect(windows).toHaveLength(count);
    const times = windows.flatMap(window => window.times);
    expect(times).toHaveLength(minutes);
    expect(new Set(times.slice(1).map((time, i) => time - times[i]))).toEqual(
      new Set([MINUTE]),
    );
    expect(times.at(-1)).toBe(Date.parse('2026-11-21T08:29:00Z'));
    for (const window of windows) {
      expect(window.times.length).toBeLessThanOrEqual(MOST_POINTS);
    }
  });

  it('lies a day earlier at the same steps', () => {
    const zone = 8 * HOUR;
    const window = metricWindow({ from: NOW - HOUR, to: NOW, now: NOW, zone });
    const before = shifted(window, DAY, zone);
    expect(before.duration.start).toBe(
      window.duration.start.replace('-21', '-20'),
    );
    expect(before.times).toHaveLength(window.times.length);
  });
});

it('says to the second when traces were', () => {
  expect(exactDuration(NOW - 5_000, NOW, -3.5 * HOUR)).toEqual({
    start: '2026-11-21 050040',
    end: '2026-11-21 050045',
    step: 'SECOND',
  });
});
