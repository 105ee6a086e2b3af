import { HOUR, MINUTE } from '../../../dev/fixtures/ago';
import { canaryRollout } from '../../../dev/fixtures/rollouts';
import { diffTexts, foldRows } from './diffRows';
import { parseDuration, writeDuration } from './duration';
import { httpUrl } from './httpUrl';
import { pickRollout, rolloutsByWorkload } from './pickRollout';
import { rolloutHere, turnAfter } from './rolloutHere';
import { canaryProgress } from './rolloutSign';
import { stepClock } from './stepClock';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const ago = (ms: number) => new Date(NOW - ms).toISOString();
const BEIJING = 'prod/prod-beijing/order/order-api';
const SHANGHAI = 'prod/prod-shanghai/order/order-api';

describe('durations', () => {
  it.each([
    ['6h', 6 * HOUR],
    ['1h30m', 90 * MINUTE],
    [' 90m ', 90 * MINUTE],
    ['1d', 24 * HOUR],
    ['PT6H', 6 * HOUR],
    ['P1DT30M', 24 * HOUR + 30 * MINUTE],
    ['６ｈ', 6 * HOUR],
    ['0', 0],
    ['20s', 20_000],
  ])('takes %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '6', '-1h', 'P', 'PT', '1.5h', '31d', '99999h', 'soon', '1h30'])(
    'does not guess what %p means',
    text => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it('writes what it reads', () => {
    for (const text of ['6h', '1h30m', '24h', '20s', '1m5s', '0s']) {
      expect(writeDuration(parseDuration(text) ?? NaN)).toBe(text);
    }
  });
});

describe('stepClock', () => {
  const rollout = canaryRollout(ago);
  const left = 6 * HOUR - (2 * HOUR + 19 * MINUTE);

  it('runs down with the time', () => {
    expect(stepClock(rollout, NOW).leftMs).toBe(left);
    expect(stepClock(rollout, NOW + HOUR).leftMs).toBe(left - HOUR);
    expect(stepClock(rollout, NOW + 24 * HOUR)).toEqual({
      fraction: 1,
      leftMs: 0,
    });
  });

  it('stands while nothing is observed, or somebody has paused it', () => {
    const blind = { ...rollout, blindSince: ago(HOUR) };
    expect(stepClock(blind, NOW + 5 * HOUR)).toMatchObject({
      leftMs: left,
      stands: { why: 'blind', since: ago(HOUR) },
    });
    const paused = { ...rollout, pause: { at: ago(MINUTE) } };
    expect(stepClock(paused, NOW + 5 * HOUR)).toMatchObject({
      leftMs: left,
      stands: { why: 'paused' },
    });
  });

  it('has no time where a step is not timed, and none beyond the end', () => {
    expect(stepClock({ ...rollout, stepIndex: 5 }, NOW)).toEqual({
      fraction: 0,
    });
    expect(stepClock({ ...rollout, stepIndex: 99 }, NOW)).toEqual({
      fraction: 0,
    });
  });
});

describe('the rollout of a workload', () => {
  const active = canaryRollout(ago);
  const ended = (id: string, hours: number) =>
    canaryRollout(ago, {
      id,
      state: 'succeeded',
      endedAt: ago(hours * HOUR),
    });

  it('is the one that acts, then the one that waits, then the last of a day', () => {
    const waiting = canaryRollout(ago, { id: 'next', state: 'waiting' });
    const old = [ended('a', 30), ended('b', 9), ended('c', 20)];
    const pick = (rollouts: (typeof active)[]) =>
      pickRollout(rollouts, SHANGHAI, NOW)?.id;
    expect(pick([...old, waiting, active])).toBe('rollout-812');
    expect(pick([...old, waiting])).toBe('next');
    expect(pick(old)).toBe('b');
    expect(pick([ended('a', 25)])).toBeUndefined();
    expect(pickRollout([active], 'dev/dev/order/x', NOW)).toBeUndefined();
  });

  it('stands in the rows of its targets', () => {
    const byId = rolloutsByWorkload([ended('a', 1), active]);
    expect([...byId.keys()]).toEqual([BEIJING, SHANGHAI]);
    expect(turnAfter(active, SHANGHAI)).toBe('prod-beijing');
    expect(turnAfter(active, BEIJING)).toBeUndefined();
    expect(canaryProgress(active)).toEqual({ step: 2, steps: 4 });
  });

  it('gives way to trouble of the workload itself', () => {
    const here = { id: BEIJING, state: 'progressing' } as const;
    expect(rolloutHere(active, here)).toBe(active);
    expect(rolloutHere(active, { ...here, state: 'degraded' })).toBeUndefined();
    expect(rolloutHere(active, { ...here, id: SHANGHAI })).toBeUndefined();
  });
});

describe('differences', () => {
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
  const before = `${lines.join('\n')}\n`;
  const after = before.replace('line 20\n', 'line twenty\n');

  it('number the lines of both sides', () => {
    const diff = diffTexts(before, after);
    expect(diff).toMatchObject({ added: 1, removed: 1, gaveUp: false });
    expect(diff.lines.slice(20, 22)).toEqual([
      { kind: 'removed', text: 'line 20', before: 21 },
      { kind: 'added', text: 'line twenty', after: 21 },
    ]);
    expect(diff.lines.at(-1)).toEqual({
      kind: 'same',
      text: 'line 39',
      before: 40,
      after: 40,
    });
  });

  it('fold away what stays, and open it again', () => {
    const { lines: all } = diffTexts(before, after);
    const folded = foldRows(all, new Set());
    expect(folded.map(({ kind }) => kind)).toEqual([
      'fold',
      ...Array(3).fill('same'),
      'removed',
      'added',
      ...Array(3).fill('same'),
      'fold',
    ]);
    const [first] = folded;
    const id = first.kind === 'fold' ? first.id : NaN;
    expect(foldRows(all, new Set([id]))).toHaveLength(17 + 8 + 1);
  });

  it('give up in time, and still show both', () => {
    const many = (word: string) =>
      Array.from({ length: 20_000 }, (_, index) => `${word} ${index}`).join(
        '\n',
      );
    const diff = diffTexts(many('a'), many('b'), 1);
    expect(diff.gaveUp).toBe(true);
    expect(diff.added).toBe(20_000);
    expect(diff.removed).toBe(20_000);
  });
});

describe('httpUrl', () => {
  it('lets only http and https through', () => {
    expect(httpUrl('https://kibana.yunfan.test/a')).toBe(
      'https://kibana.yunfan.test/a',
    );
    // eslint-disable-next-line no-script-url -- it is what must not pass
    expect(httpUrl('javascript:alert(1)')).toBeUndefined();
    expect(httpUrl('//evil')).toBeUndefined();
  });
});
