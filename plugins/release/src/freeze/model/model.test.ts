import type { FreezeMoment } from '@pilothouse/plugin-release-common';
import { draftProblem, emptyDraft, requestOf } from './draft';
import { formatFreezeTime } from './formatFreezeTime';
import { addMonths, monthGrid, windowOfGrid } from './monthGrid';
import { stageFreezes } from './stageFreezes';

function moment(id: string, from: Date, to?: Date): FreezeMoment {
  return {
    active: false,
    from: from.toISOString(),
    ...(to && { to: to.toISOString() }),
    freeze: { id, kind: 'range', scope: {}, reason: 'x', source: 'people' },
  };
}

describe('formatFreezeTime', () => {
  it('keeps a weekday apart from the time, in both languages', () => {
    const at = new Date(2026, 10, 23, 1).getTime();
    const now = new Date(2026, 10, 21, 12).getTime();
    expect(formatFreezeTime(at, now, 'en')).toBe('Mon 01:00');
    expect(formatFreezeTime(at, now, 'zh-CN')).toBe('周一 01:00');
    expect(formatFreezeTime(at, at, 'zh-CN')).toBe('01:00');
  });
});

describe('monthGrid', () => {
  it('has whole weeks from Monday, with the days of other months that fill them', () => {
    const weeks = monthGrid({ year: 2026, month: 10 }, []);
    expect(weeks).toHaveLength(6);
    expect(weeks.every(week => week.length === 7)).toBe(true);
    expect(weeks[0][0]).toMatchObject({ outside: true });
    expect(weeks[0][0].at).toEqual(new Date(2026, 9, 26));
    expect(weeks[0][6].at).toEqual(new Date(2026, 10, 1));
    expect(weeks[5][6].at).toEqual(new Date(2026, 11, 6));
    expect(windowOfGrid({ year: 2026, month: 10 })).toEqual({
      since: new Date(2026, 9, 26).toISOString(),
      until: new Date(2026, 11, 7).toISOString(),
    });
  });

  it('marks each day that a window touches, not the one at whose midnight it ends', () => {
    const days = monthGrid({ year: 2026, month: 10 }, [
      moment('a', new Date(2026, 10, 20, 18), new Date(2026, 10, 23)),
      moment('open', new Date(2026, 10, 29, 12)),
    ])
      .flat()
      .filter(day => day.moments.length > 0)
      .map(({ at }) => `${at.getMonth() + 1}-${at.getDate()}`);
    expect(days).toEqual([
      ...['11-20', '11-21', '11-22'],
      ...['11-29', '11-30', '12-1', '12-2', '12-3', '12-4', '12-5', '12-6'],
    ]);
  });

  it('counts months over the ends of years', () => {
    expect(addMonths({ year: 2026, month: 11 }, 1)).toEqual({
      year: 2027,
      month: 0,
    });
    expect(addMonths({ year: 2026, month: 0 }, -1)).toEqual({
      year: 2025,
      month: 11,
    });
  });
});

describe('draftProblem', () => {
  const good = {
    ...emptyDraft(),
    from: '2026-11-20T10:00:00.000Z',
    reason: 'sale',
  };

  it.each([
    [{}, undefined],
    [{ from: '' }, 'from-missing'],
    [{ to: good.from }, 'order'],
    [{ reason: '  ' }, 'reason'],
    [{ kind: 'weekly' as const, fromTime: '24:00' }, 'time'],
    [{ kind: 'weekly' as const, fromTime: '１８：００' }, undefined],
    [
      {
        kind: 'weekly' as const,
        toDay: 'friday' as const,
        toTime: '18:00',
      },
      'same',
    ],
    [{ kind: 'weekly' as const, timezone: 'Mars' }, 'zone'],
    [{ kind: 'weekly' as const, timezone: '' }, 'zone'],
  ])('%j is %s', (part, problem) => {
    expect(draftProblem({ ...good, ...part })).toBe(problem);
  });

  it('sends what is meant by full-width digits', () => {
    const { weekly } = requestOf({
      ...good,
      kind: 'weekly',
      fromTime: '１８：００',
    });
    expect(weekly?.from).toEqual({ day: 'friday', time: '18:00' });
  });
});

describe('stageFreezes', () => {
  const HOUR = 3_600_000;
  const now = Date.parse('2026-11-20T10:00:00Z');
  const at = (hours: number) => new Date(now + hours * HOUR);

  it('names a freeze once, what holds first, and nothing that is over or far ahead', () => {
    const holds = { ...moment('holds', at(-1), at(1)), active: true };
    const soon = moment('soon', at(3), at(9));
    const far = moment('far', at(25), at(30));
    const over = { ...moment('over', at(-5), at(-1)), active: true };
    const shown = stageFreezes(
      [
        { environment: 'test', freezes: [soon] },
        { environment: 'prod', freezes: [soon, holds, far, over] },
      ],
      now,
    );
    expect(
      shown.map(({ moment: { freeze }, environments }) => [
        freeze.id,
        environments,
      ]),
    ).toEqual([
      ['holds', ['prod']],
      ['soon', ['test', 'prod']],
    ]);
  });
});
