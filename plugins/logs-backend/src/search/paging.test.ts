import { downloadEndSchema } from '@pilothouse/plugin-logs-common';
import type { SearchResult } from '@pilothouse/plugin-logs-common';
import { FakeStore } from '../__testUtils__/fakeStore';
import { ORDER, startLogs, type RunningLogs } from '../__testUtils__/startLogs';

const POD = 'order-api-65ff69f954-2k4xp';
const END = Date.parse('2026-11-20T08:00:00Z');
const time = { from: '2026-11-20T07:00:00Z', to: '2026-11-20T08:00:00Z' };
const targetOn = (cluster: string) => ({
  environment: 'prod',
  cluster,
  namespace: 'order',
});
const linesOf = (cluster: string, count: number, first: number) =>
  Array.from({ length: count }, (_, index) => ({
    time: END - first - index * 2_000,
    cluster,
    pod: POD,
  }));

/** A line of Beijing and one of Shanghai take turns, the newest is Beijing's. */
const BEIJING = linesOf('beijing', 50, 1_000);
const SHANGHAI = linesOf('shanghai', 50, 2_000);

describe('pages of sources that fail', () => {
  const beijing = new FakeStore(BEIJING);
  const shanghai = new FakeStore(SHANGHAI);
  let logs: RunningLogs;
  beforeAll(async () => {
    const sourceOf = (cluster: string, url: string) => ({
      name: cluster,
      environments: ['prod'],
      clusters: [cluster],
      urls: [url],
      index: 'k8s-*',
      preset: 'fluent-bit',
      fields: { cluster: 'kubernetes.cluster_name' },
    });
    logs = await startLogs({
      logs: {
        maxRangeDays: 366,
        sources: [
          sourceOf('beijing', await beijing.start()),
          sourceOf('shanghai', await shanghai.start()),
        ],
      },
      workloads: {
        [ORDER]: ['beijing', 'shanghai'].map(cluster => ({
          target: targetOn(cluster),
          name: 'order-api',
        })),
      },
    });
  });
  afterAll(async () => {
    await logs.stop();
    await beijing.stop();
    await shanghai.stop();
  });
  beforeEach(() => {
    beijing.fault = 'none';
    shanghai.fault = 'none';
  });

  const page = (clusters: string[], limit: number, cursor?: string) =>
    logs.search({ environment: 'prod', ...time, clusters, limit, cursor });
  const codes = ({ problems }: SearchResult) =>
    problems.map(({ code }) => code);
  const ids = (pages: readonly SearchResult[]) =>
    pages.flatMap(({ entries }) => entries.map(({ id }) => id));
  const ALL = [...BEIJING, ...SHANGHAI]
    .sort((a, b) => b.time - a.time)
    .map(line => `k8s/${line.cluster}-${line.time}`);
  const onlyOf = (cluster: string) => ALL.filter(id => id.includes(cluster));

  it.each(['error', 'timed-out'] as const)(
    'are asked for again from where they were, after %s',
    async fault => {
      const limit = fault === 'error' ? 20 : 15;
      const first = await page(['beijing'], limit);
      beijing.fault = fault;
      const failed = await page(['beijing'], limit, first.cursor);
      expect(failed.entries).toEqual([]);
      expect(codes(failed)).toEqual([fault === 'error' ? 'away' : 'timed-out']);
      expect(failed.cursor).toBeDefined();
      beijing.fault = 'none';
      const pages = [first];
      let { cursor } = failed;
      while (cursor) {
        const next: SearchResult = await page(
          ['beijing'],
          // Another number of lines is another question: nothing is answered by what is known.
          limit + 1,
          cursor,
        );
        pages.push(next);
        ({ cursor } = next);
      }
      expect(ids(pages)).toEqual(onlyOf('beijing'));
    },
  );

  it('lose no line of a source that failed beside another', async () => {
    for (const failing of [0, 1, 2]) {
      const pages: SearchResult[] = [];
      let cursor: string | undefined;
      do {
        shanghai.fault = pages.length === failing ? 'error' : 'none';
        const next: SearchResult = await page(
          ['beijing', 'shanghai'],
          22 + failing,
          cursor,
        );
        pages.push(next);
        ({ cursor } = next);
      } while (cursor && pages.length < 20);
      expect(cursor).toBeUndefined();
      expect(codes(pages[failing])).toContain('away');
      expect(ids(pages).sort()).toEqual([...ALL].sort());
    }
  });

  it('have no next page where nothing was found and nothing answers', async () => {
    beijing.fault = 'error';
    const { entries, cursor, total } = await page(['beijing'], 25);
    expect({ entries, cursor, total }).toEqual({
      entries: [],
      cursor: undefined,
      total: { value: 0, exact: false },
    });
  });

  it('do not hold up a download, which ends and says what is missing', async () => {
    shanghai.fault = 'error';
    const before = shanghai.searches;
    const { text } = await logs
      .post('download', { entityRef: ORDER, environment: 'prod', ...time })
      .buffer(true)
      .parse((response, done) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => done(null, body));
      })
      .expect(200)
      .then(({ body }) => ({ text: String(body) }));
    const objects = text.trimEnd().split('\n');
    const { end } = downloadEndSchema.parse(JSON.parse(objects.at(-1) ?? ''));
    expect(end).toEqual({
      lines: 50,
      complete: false,
      problems: [{ code: 'away', params: { source: 'shanghai' } }],
    });
    expect(shanghai.searches - before).toBe(1);
  });
});
