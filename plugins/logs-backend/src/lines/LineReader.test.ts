import { toUSVString } from 'node:util';
import { LONGEST_LINE, logEntrySchema } from '@pilothouse/plugin-logs-common';
import { ConfigReader } from '@backstage/config';
import { readLogsConfig } from '../config/readLogsConfig';
import { LineReader } from './LineReader';

const NOW = Date.parse('2026-11-21T08:00:00Z');

function readerOf(source: object = {}) {
  const { sources } = readLogsConfig(
    new ConfigReader({
      logs: {
        sources: [
          {
            name: 'prod',
            urls: ['http://es.test'],
            index: 'k8s-*',
            environments: ['prod'],
            clusters: ['beijing'],
            preset: 'fluent-bit',
            ...source,
          },
        ],
      },
    }),
  );
  return new LineReader(sources[0]);
}

function read(document: object, source?: object, levelInField = false) {
  const hit = {
    _index: 'k8s-1',
    _id: 'a',
    _source: { '@timestamp': '2026-11-21T07:59:00.123456789Z', ...document },
    fields: { '@timestamp': ['2026-11-21T07:59:00.123Z'] },
    sort: [1],
  };
  const entry = readerOf(source).read(hit, NOW, levelInField);
  return logEntrySchema.parse(entry);
}

describe('a line of a document', () => {
  it('reads objects in each other, names with dots, and what is between', () => {
    for (const kubernetes of [
      { kubernetes: { pod_name: 'p', namespace_name: 'order' } },
      { 'kubernetes.pod_name': 'p', 'kubernetes.namespace_name': 'order' },
      { kubernetes: { pod_name: 'p' }, 'kubernetes.namespace_name': 'order' },
    ]) {
      expect(read({ log: 'x', ...kubernetes })).toMatchObject({
        pod: 'p',
        namespace: 'order',
        cluster: 'beijing',
        message: 'x',
        at: '2026-11-21T07:59:00.123456789Z',
      });
    }
  });

  it.each([
    ['2026-11-21 15:59:00.123 ERROR [main] o.y.Order - no', 'error'],
    ['{"time":"x","level":"warn","msg":"an error"}', 'warn'],
    ['{"level":30,"msg":"GET / 500"}', 'info'],
    ['level=debug msg="x"', 'debug'],
    ['2026/11/21 15:59:00 [crit] 7#7: no', 'error'],
    ['fail: Shop.Carts[0]', 'error'],
    ['E1121 08:00:00.1 1 a.go:1] no', 'error'],
    ['\u001b[33mWARN\u001b[0m slow', 'warn'],
    ['all is well', 'unknown'],
    ['', 'unknown'],
  ])('reads the level of %j', (log, level) => {
    expect(read({ log }).level).toBe(level);
  });

  it('takes the level from its field, in whatever spelling, and from nowhere else', () => {
    const source = {
      fields: { level: 'level' },
      levelValues: { error: ['Schwerwiegend', '3'] },
    };
    expect(read({ log: 'x', level: 'Warning' }, source, true).level).toBe(
      'warn',
    );
    expect(read({ log: 'x', level: 40 }, source, true).level).toBe('warn');
    expect(read({ log: 'x', level: 'SCHWERWIEGEND' }, source, true).level).toBe(
      'error',
    );
    expect(read({ log: 'x', level: 3 }, source, true).level).toBe('error');
    expect(read({ log: 'ERROR x' }, source, true).level).toBe('unknown');
  });

  it('finds trace ids in fields and in the text', () => {
    const tid = '7f3c9a1e5b2d48608c1d.41.17637';
    expect(read({ log: `a TID: ${tid} b` }).traceId).toBe(tid);
    expect(
      read({ log: 'x', tid }, { fields: { traceId: 'tid' } }).traceId,
    ).toBe(tid);
    expect(read({ log: 'TID: N/A' }).traceId).toBeUndefined();
    expect(
      read({ log: 'x', tid: '"){__schema}' }, { fields: { traceId: 'tid' } })
        .traceId,
    ).toBeUndefined();
    const own = { traceIdPattern: 'req-([0-9]+)' };
    expect(read({ log: 'x req-42 y' }, own).traceId).toBe('42');
  });

  it('keeps hostile lines as they are, and within bounds', () => {
    const log = `<script>\u0000\u001b]8;;x\u0007\u202e${'漢😀'.repeat(40_000)}`;
    const entry = read({
      log,
      deep: Array.from({ length: 500 }).reduce<object>(
        inner => ({ inner }),
        {},
      ),
      many: Object.fromEntries(
        Array.from({ length: 500 }, (_, index) => [
          `k${index}`,
          'v'.repeat(5_000),
        ]),
      ),
    });
    expect(entry.cut).toBe(true);
    expect(log.startsWith(entry.message)).toBe(true);
    expect(entry.message.length).toBeLessThanOrEqual(LONGEST_LINE);
    // No half of a character is left over.
    expect(toUSVString(entry.message)).toBe(entry.message);
    expect(JSON.stringify(entry.fields).length).toBeLessThan(20_000);
  });

  it('takes no harm from names of fields', () => {
    const document: object = JSON.parse(
      '{"log":"x","__proto__":{"admin":"1"}}',
    );
    const entry = readerOf().read(
      {
        _index: 'i',
        _id: 'a',
        _source: { ...JSON.parse(JSON.stringify(document)) },
      },
      NOW,
      false,
    );
    expect(Object.getPrototypeOf(entry.fields ?? {})).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it('marks what is dated later than now', () => {
    const at = '2026-11-23T08:00:00.000Z';
    const hit = {
      _index: 'i',
      _id: 'a',
      _source: { '@timestamp': at, log: 'x' },
      fields: { '@timestamp': [at] },
    };
    expect(readerOf().read(hit, NOW, false)).toMatchObject({
      at,
      future: true,
    });
  });
});
