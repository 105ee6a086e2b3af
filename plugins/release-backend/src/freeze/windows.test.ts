import {
  WEEKDAYS,
  type Freeze,
  type WeeklyWindow,
} from '@pilothouse/plugin-release-common';
import fc from 'fast-check';
import { covers, momentsOf, windowsOf } from './windows';
import { instantOf, wallTimeAt } from './zonedTime';

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;

/** Weekends from Friday evening on, unless told otherwise. */
function weekly(
  from: string,
  to: string,
  timezone = 'Asia/Shanghai',
): Freeze & { weekly: WeeklyWindow } {
  const edge = (text: string) => {
    const [day, time] = text.split(' ');
    const known = WEEKDAYS.find(name => name.startsWith(day));
    if (!known) throw new Error(`No day: ${day}`);
    return { day: known, time };
  };
  return {
    id: 'f',
    kind: 'weekly',
    scope: {},
    weekly: { from: edge(from), to: edge(to), timezone },
    reason: 'Weekend',
    source: 'config',
  };
}

const firstAt = (freeze: Freeze, at: string) => {
  const [first] = momentsOf([freeze], {
    at: Date.parse(at),
    until: Infinity,
    perFreeze: 1,
  });
  return [first.active, first.from, first.to];
};

describe('a weekly window', () => {
  it.each([
    // Friday 2026-11-20; Shanghai is eight hours ahead of UTC all the year.
    [
      'before it',
      '2026-11-20T09:59:59Z',
      false,
      '2026-11-20T10:00',
      '23T01:00',
    ],
    [
      'from its beginning',
      '2026-11-20T10:00:00Z',
      true,
      '2026-11-20T10:00',
      '23T01:00',
    ],
    ['on Sunday', '2026-11-22T20:00:00Z', true, '2026-11-20T10:00', '23T01:00'],
    [
      'at its end',
      '2026-11-23T01:00:00Z',
      false,
      '2026-11-27T10:00',
      '30T01:00',
    ],
  ])('is told %s', (_, at, active, from, to) => {
    expect(firstAt(weekly('fri 18:00', 'mon 09:00'), at)).toEqual([
      active,
      `${from}:00.000Z`,
      `2026-11-${to}:00.000Z`,
    ]);
  });

  it('goes across midnight, or for a whole week but an hour', () => {
    expect(
      firstAt(weekly('tue 22:00', 'wed 06:00'), '2026-11-24T21:00:00Z'),
    ).toEqual([true, '2026-11-24T14:00:00.000Z', '2026-11-24T22:00:00.000Z']);
    expect(
      firstAt(weekly('mon 10:00', 'mon 09:00', 'UTC'), '2026-11-23T08:00:00Z'),
    ).toEqual([true, '2026-11-16T10:00:00.000Z', '2026-11-23T09:00:00.000Z']);
  });

  it.each([
    // Clocks go from 02:00 to 03:00: 02:30 is not there, and an hour is missing.
    [
      '2026-03-07T00:00:00Z',
      'sun 02:30',
      'sun 12:00',
      '2026-03-08T07:30',
      '2026-03-08T16:00',
    ],
    // Clocks go from 02:00 to 01:00: 01:30 is there twice, and the first one is meant.
    [
      '2026-10-31T00:00:00Z',
      'sun 01:30',
      'sun 12:00',
      '2026-11-01T05:30',
      '2026-11-01T17:00',
    ],
    [
      '2026-10-31T00:00:00Z',
      'sat 12:00',
      'sun 01:30',
      '2026-10-31T16:00',
      '2026-11-01T05:30',
    ],
  ])(
    'from %s on keeps the time of the clocks: %s to %s',
    (at, from, to, begins, ends) => {
      expect(firstAt(weekly(from, to, 'America/New_York'), at)).toEqual([
        false,
        `${begins}:00.000Z`,
        `${ends}:00.000Z`,
      ]);
    },
  );

  it.each([
    ['is later', 'sun 02:30', '2026-03-08T07:00', '2026-03-08T07:30'],
    // It would begin at 03:30, after its end.
    ['is left out', 'sun 03:00', '2026-03-15T06:30', '2026-03-15T07:00'],
  ])('%s where clocks leave it out', (_, to, begins, ends) => {
    const from = to === 'sun 02:30' ? 'sun 02:00' : 'sun 02:30';
    expect(
      firstAt(weekly(from, to, 'America/New_York'), '2026-03-02T00:00:00Z'),
    ).toEqual([false, `${begins}:00.000Z`, `${ends}:00.000Z`]);
  });

  const edge = fc.record({
    day: fc.constantFrom(...WEEKDAYS),
    time: fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(parts => parts.map(part => `${part}`.padStart(2, '0')).join(':')),
  });
  const timezone = fc.constantFrom(
    'Asia/Shanghai',
    'America/New_York',
    'Europe/London',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'UTC',
  );
  const instant = fc.integer({
    min: Date.parse('2020-01-01T00:00:00Z'),
    max: Date.parse('2040-01-01T00:00:00Z'),
  });
  const rule = fc
    .record({ from: edge, to: edge, timezone })
    .filter(({ from, to }) => from.day !== to.day || from.time !== to.time);

  it('ends after now, follows the one before, and is at most a week', () => {
    fc.assert(
      fc.property(rule, instant, (window, at) => {
        const freeze = { ...weekly('fri 18:00', 'mon 09:00'), weekly: window };
        const windows = windowsOf(freeze, at);
        let before = -Infinity;
        for (let index = 0; index < 4; index++) {
          const { from, to = Infinity } = windows.next().value ?? { from: NaN };
          expect(from).toBeGreaterThanOrEqual(before);
          expect(to).toBeGreaterThan(Math.max(from, at));
          expect(to - from).toBeLessThanOrEqual(WEEK + HOUR);
          expect(from - at).toBeLessThanOrEqual((index + 1) * WEEK + HOUR);
          before = to;
        }
      }),
    );
  });

  it('is the same whenever one asks', () => {
    fc.assert(
      fc.property(
        rule,
        instant,
        fc.integer({ min: 0, max: WEEK }),
        (window, at, later) => {
          const freeze = {
            ...weekly('fri 18:00', 'mon 09:00'),
            weekly: window,
          };
          const known = momentsOf([freeze], {
            at,
            until: at + 3 * WEEK,
            perFreeze: 9,
          });
          const now = at + later;
          const holds = known.some(
            ({ from, to }) =>
              Date.parse(from) <= now && now < Date.parse(to ?? ''),
          );
          expect(
            momentsOf([freeze], { at: now, until: now, perFreeze: 1 }),
          ).toHaveLength(holds ? 1 : 0);
        },
      ),
    );
  });

  it('finds the instant of what the clocks show', () => {
    fc.assert(
      fc.property(timezone, instant, (zone, at) => {
        const minute = Math.floor(at / 60_000) * 60_000;
        const wall = wallTimeAt(minute, zone);
        const found = instantOf(wall, zone);
        expect(wallTimeAt(found, zone)).toEqual(wall);
        expect(found).toBeLessThanOrEqual(minute);
      }),
    );
  });
});

describe('moments', () => {
  const range = (id: string, from: string, to?: string): Freeze => ({
    id,
    kind: 'range',
    scope: {},
    range: { from, to },
    reason: id,
    source: 'people',
  });

  it('have what holds longest first, then what comes first, without what is over', () => {
    const freezes = [
      range('over', '2026-01-01T00:00:00Z', '2026-11-20T00:00:00Z'),
      range('next-year', '2027-01-01T00:00:00Z'),
      range('soon', '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z'),
      range('today', '2026-11-20T00:00:00+08:00', '2026-11-21T00:00:00+08:00'),
      range('stop', '2026-11-19T00:00:00Z'),
      {
        ...range('ended', '2026-11-19T00:00:00Z'),
        endedAt: '2026-11-19T01:00:00Z',
      },
    ];
    const at = Date.parse('2026-11-20T00:00:00Z');
    const ids = (until: number) =>
      momentsOf(freezes, { at, until, perFreeze: 9 }).map(
        ({ freeze, active }) => `${freeze.id} ${active}`,
      );
    expect(ids(at)).toEqual(['stop true', 'today true']);
    expect(ids(at + WEEK)).toEqual(['stop true', 'today true', 'soon false']);
    expect(ids(Infinity)).toEqual([
      'stop true',
      'today true',
      'soon false',
      'next-year false',
    ]);
  });

  it.each([
    [{}, 'prod', undefined, true],
    [{ environments: ['prod'] }, 'prod', 'system:default/order', true],
    [{ environments: ['prod'] }, 'test', 'system:default/order', false],
    [
      { systems: ['system:default/order'] },
      'test',
      'System:Default/Order',
      true,
    ],
    [{ systems: ['system:default/order'] }, 'test', undefined, false],
    [
      { environments: ['prod'], systems: ['system:default/order'] },
      'prod',
      'system:default/payment',
      false,
    ],
  ])('%j covers %s, %s: %s', (scope, environment, system, covered) => {
    const freeze = { ...range('x', '2026-01-01T00:00:00Z'), scope };
    expect(covers(freeze, { environment, system })).toBe(covered);
  });
});
