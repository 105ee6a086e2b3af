import { HOUR, MINUTE } from '../../../dev/fixtures/ago';
import { canaryRollout } from '../../../dev/fixtures/rollouts';
import { diffTexts, foldRows, pairRows } from './diffRows';
import { parseDuration, writeDuration } from './duration';
import { httpUrl } from './httpUrl';
import { pickRollout, rolloutsByWorkload } from './pickRollout';
import { rolloutHere, turnAfter } from './rolloutHere';
import { runbookLink } from './runbookLink';
import { settledWrites } from './settledWrites';
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
    const blind = { code: 'connecting', params: {}, since: ago(HOUR) };
    expect(stepClock({ ...rollout, blind }, NOW + 5 * HOUR)).toMatchObject({
      leftMs: left,
      stands: { why: 'blind', since: ago(HOUR), reason: blind },
    });
    const pause = { at: ago(MINUTE) };
    expect(
      stepClock({ ...rollout, state: 'paused', pause }, NOW + 5 * HOUR),
    ).toEqual({
      fraction: 1 - left / (6 * HOUR),
      leftMs: left,
      stands: { why: 'paused', since: ago(MINUTE) },
    });
  });

  it.each(['paused', 'held', 'aborting', 'reverting'] as const)(
    'promises nothing while the rollout is %s, whatever the server said of an end',
    state => {
      const clock = stepClock({ ...rollout, state }, NOW + 5 * HOUR);
      expect(clock).toMatchObject({ leftMs: left, stands: { why: state } });
    },
  );

  it('promises nothing of a rollout that is stuck, or whose end nobody names', () => {
    const since = ago(MINUTE);
    const stuck = { code: 'conflicts', params: {}, since };
    expect(stepClock({ ...rollout, stuck }, NOW).stands).toEqual({
      why: 'stuck',
      since,
    });
    // What has not begun is not behind.
    const ahead = rollout.steps.map(step => ({
      ...step,
      state: 'ahead' as const,
      endsAt: undefined,
    }));
    expect(stepClock({ ...rollout, steps: ahead }, NOW).stands).toBe(undefined);
    // Before anybody is told.
    const steps = rollout.steps.map(step => ({ ...step, endsAt: undefined }));
    expect(stepClock({ ...rollout, steps }, NOW + HOUR)).toMatchObject({
      leftMs: left,
      stands: { why: 'blind' },
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
      { kind: 'removed', text: 'line 20', before: 21, changed: [5, 7] },
      { kind: 'added', text: 'line twenty', after: 21, changed: [5, 11] },
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

  it('put both sides beside each other, and note what is other', () => {
    const { lines: all } = diffTexts(
      'kind: Deployment\nimage: order:1.4.0 # old\nsame\ngone',
      'kind: Deployment\nimage: order:1.4.1 # old\nsame\n',
    );
    const pairs = pairRows(foldRows(all, new Set()));
    expect(pairs).toMatchObject([
      { left: { text: 'kind: Deployment' }, right: { kind: 'same' } },
      {
        left: { before: 2, changed: [17, 18] },
        right: { after: 2, changed: [17, 18] },
      },
      { left: { text: 'same' }, right: { text: 'same' } },
      { left: { text: 'gone' }, right: undefined },
    ]);
    // Lines with nothing in common are other as a whole.
    const strangers = diffTexts('replicas: 6\n', 'paused: yes\n');
    expect(strangers.lines.map(({ changed }) => changed)).toEqual([
      undefined,
      undefined,
    ]);
    // Of a stretch of unequal lengths the rest has nobody opposite.
    const more = pairRows(diffTexts('a: 1\n', 'a: 2\nb: 1\n').lines);
    expect(more[1]).toMatchObject({ left: undefined, right: { text: 'b: 1' } });
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

describe('runbookLink', () => {
  it('takes pages of the portal and addresses elsewhere, and nothing that leads astray', () => {
    expect(runbookLink('/docs/default/component/a/runbook')).toEqual({
      href: '/docs/default/component/a/runbook',
      isInside: true,
    });
    expect(runbookLink('https://wiki.yunfan.test/a')).toMatchObject({
      isInside: false,
    });
    // eslint-disable-next-line no-script-url -- it is what must not pass
    for (const bad of ['//evil', '/\\evil', 'javascript:alert(1)', 'a/b']) {
      expect(runbookLink(bad)).toBeUndefined();
    }
    expect(runbookLink(undefined)).toBeUndefined();
  });
});

describe('settledWrites', () => {
  it('say what was written, which stands where it began', () => {
    const line = (code: string, params: Record<string, string>) => ({
      sequence: 1,
      at: ago(0),
      code,
      params,
    });
    const [, settled, unknown] = settledWrites([
      line('write-intended', { key: 'a', kind: 'promote', workload: BEIJING }),
      line('write-settled', { key: 'a', outcome: 'done' }),
      line('write-settled', { key: 'b', outcome: 'done' }),
    ]);
    expect(settled.params).toMatchObject({ kind: 'promote', outcome: 'done' });
    expect(unknown.params).toEqual({ key: 'b', outcome: 'done' });
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
