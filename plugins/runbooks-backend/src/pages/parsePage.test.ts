import { runbookFaultSchema } from '@pilothouse/plugin-runbooks-common';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { pageRecordSchema, parsePage } from './parsePage';

const page = (front: string, body = '# Redis is full\n') =>
  `---\n${front}\n---\n\n${body}`;
const parse = (text: string, path = 'en/redis-full') =>
  parsePage(path, text, 'default');
const record = (text: string, path?: string) => parse(text, path)?.record;
const faults = (text: string) =>
  record(text)?.faults.map(({ code, field }) => `${code} ${field}`);

describe('parsePage', () => {
  it('reads all that front matter says', () => {
    const text = page(
      `title: Redis 内存已满
runbook:
  id: redis-full
  kind: incident
  severity: critical
  alerts: [RedisMemoryFull, "redis:evictions:rate5m", RedisMemoryFull]
  services: [order-api, "resource:middleware/redis-order", "*"]
  reviewEvery: P90D
  reviewed: 2026-10-12
  rto: PT30M
  rpo: P1DT2H`,
    );
    expect(parse(text)).toEqual({
      markdown: '\n# Redis is full\n',
      record: {
        path: 'en/redis-full',
        language: 'en',
        title: 'Redis 内存已满',
        key: 'redis-full',
        kind: 'incident',
        severity: 'critical',
        alerts: ['RedisMemoryFull', 'redis:evictions:rate5m'],
        services: [
          'component:default/order-api',
          'resource:middleware/redis-order',
          '*',
        ],
        reviewEvery: 'P90D',
        reviewed: '2026-10-12',
        rto: 'PT30M',
        rpo: 'P1DT2H',
        faults: [],
      },
    });
  });

  it('understands what our templates wrote', () => {
    expect(
      record(page('runbook: { kind: incident, reviewEvery: 180d }')),
    ).toMatchObject({ reviewEvery: 'P180D', faults: [], severity: 'normal' });
  });

  it.each([
    ['without front matter', '# Redis\n'],
    ['with a rule at its top', '---\n# Redis\n---\n'],
    ['with front matter of another kind', page('title: Redis')],
    ['whose block is not at its top', `\n${page('runbook: {kind: drill}')}`],
    ['whose block does not end', '---\nrunbook: { kind: drill }\n'],
    ['whose broken front matter is another', page('title: "Redis')],
  ])('is no runbook: a page %s', (_, text) => {
    expect(parse(text)).toBeUndefined();
  });

  it('keeps what is right beside what is wrong, and names the field', () => {
    const text = page(`runbook:
  kind: incident
  alerts: [RedisMemoryFull]
  reviewEvery: every quarter
  rto: 30
  owner: ops`);
    expect(record(text)).toMatchObject({
      kind: 'incident',
      alerts: ['RedisMemoryFull'],
      faults: [
        { code: 'wrong', field: 'reviewEvery' },
        { code: 'wrong', field: 'rto' },
        { code: 'unknown', field: 'owner' },
      ],
    });
    expect(record(text)?.reviewEvery).toBeUndefined();
  });

  it.each([
    ['runbook: { alerts: [A] }', ['missing kind']],
    ['runbook: { kind: [incident] }', ['wrong kind']],
    ['runbook: { kind: incident, alerts: A }', ['wrong alerts']],
    ['runbook: { kind: incident, alerts: [A, "b c"] }', ['wrong alerts.1']],
    [
      'runbook: { kind: drill, services: ["a:b/c/d", order-api] }',
      ['wrong services.0'],
    ],
    ['runbook: { kind: drill, reviewed: 2026-02-30 }', ['wrong reviewed']],
    ['runbook: { kind: drill, reviewed: 12 Oct }', ['wrong reviewed']],
    ['runbook: incident', ['wrong runbook']],
    ['runbook:', ['wrong runbook']],
    ['runbook: []', ['wrong runbook']],
    ['runbook:\n  kind: drill\n  kind: change', ['unreadable line 4']],
    ['runbook: { kind: drill', ['unreadable line 3']],
    ['title: x\nrunbook:\n\tkind: drill', ['unreadable line 4']],
    ['runbook: { kind: !!js/function "x" }', ['unreadable line 2']],
    [
      'runbook: { __proto__: { kind: drill } }',
      ['missing kind', 'unknown __proto__'],
    ],
  ])('says what is wrong with %j', (front, expected) => {
    expect(faults(page(front))).toEqual(expected);
  });

  it('is not grown by aliases, nor broken by depth', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]
d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]
runbook: { kind: drill, alerts: [*d,*d,*d] }`;
    expect(faults(page(bomb))).toEqual(['unreadable line 2']);
    const deep = `runbook: ${'['.repeat(7_000)}${']'.repeat(7_000)}`;
    expect(faults(page(deep))).toEqual([expect.stringContaining('line')]);
    const long = page(`runbook: { kind: drill }\nx: "${'x'.repeat(20_000)}"`);
    expect(parse(long)).toBeUndefined();
  });

  it.each([
    ['en/redis-full', '', 'en', 'redis-full'],
    ['zh-CN/redis-full', '', 'zh', 'redis-full'],
    ['redis/zh/full', '', 'zh', 'redis/full'],
    ['redis', '', 'und', 'redis'],
    ['en', '', 'und', 'en'],
    ['handbuch', ', language: zh', 'zh', 'handbuch'],
  ])('tells the language of %s', (path, more, language, key) => {
    const text = page(`runbook: { kind: drill${more} }`);
    expect(record(text, path)).toMatchObject({ language, key });
  });

  it.each([
    ['# Redis **is** `full` {#full}\n', 'Redis is full'],
    ['```sh\n# not this\n```\n# [This](x.md) one #\n', 'This one'],
    ['~~~\n# not\n```\n# this\n~~~\n\n# One\n', 'One'],
    ['## Only a chapter\n', 'redis-full'],
    [`# ${'long '.repeat(100)}`, expect.stringMatching(/^.{200}$/)],
    ['# evil\u202Egnp.exe\u0000\n', 'evil gnp.exe'],
  ])('takes the title from %j', (body, title) => {
    expect(record(page('runbook: { kind: drill }', body))?.title).toEqual(
      title,
    );
  });

  it('reads with carriage returns, and after a byte order mark', () => {
    const text = '\uFEFF---\r\nrunbook:\r\n  kind: drill\r\n---\r\n# A\r\n';
    expect(parse(text)).toMatchObject({
      record: { kind: 'drill', title: 'A', faults: [] },
      markdown: '# A\r\n',
    });
  });

  it('never fails, and always fits its schema', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .record({ runbook: fc.anything({ maxDepth: 3 }) })
        .map(value => stringifiedOr(value)),
      fc
        .dictionary(
          fc.constantFrom(
            'kind',
            'id',
            'alerts',
            'services',
            'reviewed',
            'rto',
            'severity',
            'toString',
          ),
          fc.anything({ maxDepth: 2 }),
        )
        .map(runbook => stringifiedOr({ runbook })),
    );
    fc.assert(
      fc.property(anything, fc.string(), (front, body) => {
        const parsed = parse(page(front, body));
        if (!parsed) return;
        expect(pageRecordSchema.parse(parsed.record)).toEqual(parsed.record);
        for (const fault of parsed.record.faults) {
          runbookFaultSchema.parse(fault);
        }
        expect(parsed.record.title).not.toBe('');
      }),
      { numRuns: 400 },
    );
  });
});

function stringifiedOr(value: unknown): string {
  try {
    return stringify(value);
  } catch {
    return 'runbook: ?';
  }
}
