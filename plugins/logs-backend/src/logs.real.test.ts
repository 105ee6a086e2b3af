import { ORDER, startLogs } from './__testUtils__/startLogs';
import { describeLogStore } from './contract/logStoreContract';
import { deleteIndices, sendLines, type SentLine } from './contract/sendLines';

const STORES = {
  OpenSearch: process.env.PILOTHOUSE_REAL_OPENSEARCH_URL,
  Elasticsearch: process.env.PILOTHOUSE_REAL_ELASTICSEARCH_URL,
};
const given = Object.entries(STORES).flatMap(([name, url]) =>
  url ? [{ name, url }] : [],
);

if (given.length === 0) {
  throw new Error(
    'Needs PILOTHOUSE_REAL_OPENSEARCH_URL or PILOTHOUSE_REAL_ELASTICSEARCH_URL',
  );
}

const PREFIX = `pilothouse-logs-${process.pid}`;
const SECOND = 1_000;
const start = Math.floor(Date.now() / SECOND) * SECOND - 600 * SECOND;
const target = {
  environment: 'prod',
  cluster: 'prod-beijing',
  namespace: 'order',
};
const LEVELS = ['INFO', 'WARN', 'ERROR', 'DEBUG', 'info', undefined];
const PODS = [
  'order-api-65ff69f954-2k4xp',
  'order-api-65ff69f954-8bzqd',
  'order-api-canary-7d9c8b6f5-wx2tz',
];
const FOREIGN = 'order-web-5d4b7c9f8-kq2vn';

/** Many of the same moment, with digits below the millisecond; others' between them. */
function companyLines(): SentLine[] {
  return Array.from({ length: 400 }, (_, number) => {
    const at = new Date(start + Math.floor(number / 7) * 250).toISOString();
    const tid =
      number % 5 === 0 ? `7f3c9a1e5b2d4860.${number % 3}.17` : undefined;
    const isForeign = number % 11 === 0;
    return {
      at: at.replace('Z', `${String(number % 1000).padStart(6, '0')}Z`),
      text: `${number} ${
        number % 4 === 0 ? 'orders' : 'payment'
      } took ${number} ms`,
      pod: isForeign ? FOREIGN : PODS[number % PODS.length],
      level: LEVELS[number % LEVELS.length],
      tid,
      offset: number * 100,
    };
  });
}

function logsOf(url: string, index: string, fields: object = {}) {
  return {
    sources: [
      {
        name: 'real',
        environments: ['prod'],
        urls: [url],
        index,
        preset: 'fluent-bit',
        fields: {
          cluster: 'kubernetes.cluster_name',
          level: 'level',
          traceId: 'tid',
          tieBreaker: 'offset',
          ...fields,
        },
        timeoutMs: 20_000,
      },
    ],
  };
}

const workloads = {
  [ORDER]: [{ target, name: 'order-api', canary: 'order-api-canary' }],
};

describe.each(given)('a real $name', ({ name, url }) => {
  const indices: string[] = [];
  const indexOf = (suffix: string) => {
    const index = `${PREFIX}-${name.toLowerCase()}-${suffix}`;
    indices.push(index);
    return index;
  };
  afterAll(() => deleteIndices(url, indices));

  for (const type of ['date', 'date_nanos'] as const) {
    describeLogStore(`${name}, time kept as ${type}`, async () => {
      const index = indexOf(type);
      await sendLines(url, index, companyLines(), type);
      return {
        logs: logsOf(url, index),
        target,
        from: new Date(start).toISOString(),
        to: new Date(start + 120 * SECOND).toISOString(),
        word: 'orders',
        foreignPod: FOREIGN,
        nanos: type === 'date_nanos',
      };
    });
  }

  describeLogStore(`${name}, without a tie-breaker`, async () => {
    const index = indexOf('ties');
    await sendLines(url, index, companyLines());
    return {
      logs: logsOf(url, index, { tieBreaker: false }),
      target,
      from: new Date(start).toISOString(),
      to: new Date(start + 120 * SECOND).toISOString(),
      word: 'orders',
      foreignPod: FOREIGN,
    };
  });

  it('passes hostile lines on as they are, within bounds, and says whose clock is ahead', async () => {
    const now = Date.now();
    const texts = [
      '<script>document.title="owned"</script><img src=x onerror=alert(1)>',
      '\u001b[31mERROR\u001b[0m \u001b]8;;https://evil.example/\u0007x\u001b]8;;\u0007',
      'before\u0000after \u202egnp.exe\u202c \u0007',
      `payload=${'A'.repeat(200_000)}`,
      '{"level":"error","items":[{"price":12.',
      '한글 👩‍👩‍👧‍👦 z\u0301\u0302',
      '',
    ];
    const index = indexOf('hostile');
    await sendLines(url, index, [
      ...texts.map((text, place) => ({
        at: new Date(now - 5_000 - place).toISOString(),
        text,
        pod: PODS[0],
        offset: place,
      })),
      {
        at: new Date(now + 48 * 3_600_000).toISOString(),
        text: 'from the day after tomorrow',
        pod: PODS[1],
        offset: 1,
      },
    ]);
    const logs = await startLogs({ logs: logsOf(url, index), workloads });
    const { entries, problems } = await logs.search({ environment: 'prod' });
    expect(entries.map(({ message }) => message)).toEqual(
      texts.map(text => text.slice(0, 32_768)),
    );
    expect(entries.filter(({ cut }) => cut)).toHaveLength(1);
    expect(problems).toEqual([
      {
        code: 'clock-gap',
        params: {
          source: 'real',
          seconds: expect.any(Number),
          lines: 1,
          pod: PODS[1],
        },
      },
    ]);
    const ahead = await logs.search({
      environment: 'prod',
      from: new Date(now).toISOString(),
      to: new Date(now + 50 * 3_600_000).toISOString(),
    });
    expect(ahead.entries).toMatchObject([{ future: true, pod: PODS[1] }]);
    await logs.stop();
  });

  it('says that there is no index, and that a name is not kept whole', async () => {
    const none = await startLogs({
      logs: logsOf(url, `${PREFIX}-never-*`),
      workloads,
    });
    expect((await none.search({ environment: 'prod' })).problems).toEqual([
      { code: 'no-index', params: { source: 'real' } },
    ]);
    await none.stop();

    const index = indexOf('cut');
    await sendLines(url, index, companyLines());
    const cut = await startLogs({
      logs: logsOf(url, index, { namespace: 'log' }),
      workloads,
    });
    expect(await cut.search({ environment: 'prod' })).toMatchObject({
      entries: [],
      problems: [
        {
          code: 'field-not-searchable',
          params: { source: 'real', field: 'log' },
        },
      ],
    });
    await cut.stop();
  });

  it('reads levels from the text where no field has them', async () => {
    const index = indexOf('words');
    const words = [
      'ERROR a',
      'WARN b',
      'INFO c',
      'INFO after an error',
      'plain',
    ];
    await sendLines(
      url,
      index,
      words.map((text, offset) => ({
        at: new Date(start + offset).toISOString(),
        text,
        pod: PODS[0],
        offset,
      })),
    );
    const logs = await startLogs({
      logs: logsOf(url, index, { level: false }),
      workloads,
    });
    const time = {
      environment: 'prod',
      from: new Date(start).toISOString(),
      to: new Date(start + SECOND).toISOString(),
      order: 'oldest' as const,
    };
    const { entries } = await logs.search(time);
    expect(entries.map(({ level }) => level)).toEqual([
      'error',
      'warn',
      'info',
      'info',
      'unknown',
    ]);
    const errors = await logs.search({ ...time, levels: ['error'] });
    expect(errors.entries.map(({ message }) => message)).toEqual([
      'ERROR a',
      'INFO after an error',
    ]);
    expect(errors.problems).toEqual([
      { code: 'levels-by-text', params: { source: 'real' } },
    ]);
    await logs.stop();
  });
});
