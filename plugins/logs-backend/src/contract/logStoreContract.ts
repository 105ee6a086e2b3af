/* eslint-disable jest/no-export, jest/no-conditional-expect, no-restricted-imports -- run by the tests of each store */
import {
  downloadEndSchema,
  logEntrySchema,
} from '@pilothouse/plugin-logs-common';
import type { LogEntry } from '@pilothouse/plugin-logs-common';
import type { Target } from '@pilothouse/plugin-release-common';
import { ORDER, startLogs, type RunningLogs } from '../__testUtils__/startLogs';

/** A store with lines in it, whoever put them there. */
export interface ContractStore {
  /** The section `logs`. */
  logs: object;
  /** Where a release and a canary of `order-api` run, and have written lines. */
  target: Target;
  /** A time, over by now, with 40 to 100,000 lines of it. */
  from: string;
  to: string;
  /** Stands in some lines as a word, and not in all. */
  word: string;
  /** The time is kept, and ordered, below the millisecond. */
  nanos?: boolean;
  /** Of another entity: a pod that has written lines in that time. */
  foreignPod: string;
}

const PAGE = 23;
/** Of a test, whatever else the machine is doing. */
const PATIENCE_MS = 60_000;
jest.setTimeout(PATIENCE_MS);

/** What the backend promises of every store, whatever its product and version. */
export function describeLogStore(
  name: string,
  prepare: () => Promise<ContractStore>,
) {
  describe(`lines in ${name}`, () => {
    let store: ContractStore;
    let logs: RunningLogs;
    /** All lines of the time, the oldest first. */
    let all: LogEntry[];

    beforeAll(async () => {
      store = await prepare();
      logs = await startLogs({
        logs: store.logs,
        workloads: {
          [ORDER]: [
            {
              target: store.target,
              name: 'order-api',
              canary: 'order-api-canary',
            },
          ],
        },
      });
      all = await download({});
    }, 120_000);
    afterAll(() => logs?.stop());

    const time = () => ({ from: store.from, to: store.to });
    const where = () => ({
      entityRef: ORDER,
      environment: store.target.environment,
    });
    const search = (more: object) =>
      logs.search({ ...where(), ...time(), ...more });

    async function download(more: object): Promise<LogEntry[]> {
      const { text } = await logs
        .post('download', {
          ...where(),
          order: 'oldest',
          ...time(),
          ...more,
        })
        .buffer(true)
        .parse((response, done) => {
          let body = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (body += chunk));
          response.on('end', () => done(null, body));
        })
        .expect(200)
        .then(({ body }) => ({ text: String(body) }));
      const objects = text
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line));
      const { end } = downloadEndSchema.parse(objects.pop());
      expect(end).toMatchObject({ lines: objects.length, complete: true });
      return objects.map(object => logEntrySchema.parse(object));
    }

    const times = (entries: readonly LogEntry[]) =>
      entries.map(({ at }) => Date.parse(at));
    const ids = (entries: readonly LogEntry[]) => entries.map(({ id }) => id);

    it('gives every line of the entity once, in order, and no other', () => {
      expect(all.length).toBeGreaterThanOrEqual(40);
      expect(new Set(ids(all)).size).toBe(all.length);
      expect(times(all)).toEqual([...times(all)].sort((a, b) => a - b));
      if (store.nanos) {
        const exact = all.map(({ at }) => at);
        expect(exact).toEqual([...exact].sort());
        expect(exact[0]).toMatch(/\.\d{9}Z$/);
      }
      for (const { pod, namespace, cluster, role, at } of all) {
        expect(pod).toMatch(/^order-api(-canary)?-[a-z0-9]+-[a-z0-9]{5}$/);
        expect(role).toBe(pod?.includes('-canary-') ? 'canary' : 'release');
        expect({ namespace, cluster }).toEqual({
          namespace: store.target.namespace,
          cluster: store.target.cluster,
        });
        expect(Date.parse(at)).toBeGreaterThanOrEqual(Date.parse(store.from));
        expect(Date.parse(at)).toBeLessThan(Date.parse(store.to));
      }
    });

    it('pages without loss or repetition, both ways', async () => {
      for (const order of ['newest', 'oldest'] as const) {
        const pages: string[][] = [];
        let cursor: string | undefined;
        do {
          const page = await search({ order, limit: PAGE, cursor });
          expect(page.total).toEqual({ value: all.length, exact: true });
          pages.push(ids(page.entries));
          ({ cursor } = page);
        } while (cursor && pages.length < 4);
        const wanted = order === 'oldest' ? all : [...all].reverse();
        const got = pages.flat();
        expect([...got].sort()).toEqual(
          ids(wanted.slice(0, got.length)).sort(),
        );
      }
    });

    it('counts over time what it finds, by level', async () => {
      const { histogram, total, entries } = await search({
        histogram: true,
        limit: 1,
      });
      expect(entries).toHaveLength(1);
      const counts: Record<string, number> = {};
      for (const bucket of histogram?.buckets ?? []) {
        for (const [level, count] of Object.entries(bucket.counts)) {
          counts[level] = (counts[level] ?? 0) + count;
        }
      }
      const byLevel: Record<string, number> = {};
      for (const { level } of all) byLevel[level] = (byLevel[level] ?? 0) + 1;
      expect(counts).toEqual(byLevel);
      expect(total).toEqual({ value: all.length, exact: true });
      expect(histogram?.buckets.length).toBeLessThanOrEqual(200);
      for (const [level, count] of Object.entries(byLevel)) {
        const found = await search({ levels: [level], limit: 500 });
        expect(found.total.value).toBe(count);
        expect(found.entries.every(entry => entry.level === level)).toBe(true);
      }
    });

    it('tells the canary from the release, and one pod from another', async () => {
      for (const role of ['release', 'canary'] as const) {
        const { total } = await search({ role, limit: 1 });
        const own = all.filter(entry => entry.role === role);
        expect(own.length).toBeGreaterThan(0);
        expect(total.value).toBe(own.length);
      }
      const pod = all[0].pod ?? '';
      const { total, entries } = await search({ pods: [pod], limit: 500 });
      expect(total.value).toBe(all.filter(line => line.pod === pod).length);
      expect(entries.every(entry => entry.pod === pod)).toBe(true);
    });

    it('finds words, phrases, and what is without them', async () => {
      const { word } = store;
      const having = await search({ text: word, limit: 500 });
      const count = having.total.value;
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(all.length);
      for (const { message } of having.entries) {
        expect(message.toLowerCase()).toContain(word.toLowerCase());
      }
      const totalOf = async (text: string) =>
        (await search({ text, limit: 1 })).total.value;
      expect(await totalOf(`-${word}`)).toBe(all.length - count);
      expect(await totalOf(`"${word}"`)).toBe(count);
      expect(await totalOf(`${word} ${word}`)).toBe(count);
      expect(await totalOf(`${word} | xyzzy-nothing`)).toBe(count);
      expect(await totalOf(`${word} xyzzynothing`)).toBe(0);
      expect(await totalOf(`${word.slice(0, 4)}*`)).toBeGreaterThanOrEqual(
        count,
      );
    });

    it('follows a trace', async () => {
      const { traceId } = all.find(line => line.traceId) ?? {};
      expect(traceId).toBeDefined();
      const { entries } = await search({ traceId, limit: 500 });
      expect(ids(entries).sort()).toEqual(
        ids(all.filter(line => line.traceId === traceId)).sort(),
      );
    });

    it('shows what stands around a line', async () => {
      const line = all[Math.floor(all.length / 2)];
      const own = all.filter(
        ({ pod, container }) =>
          pod === line.pod && container === line.container,
      );
      const place = ids(own).indexOf(line.id);
      const { id, at, source } = line;
      const { before, entry, after, problems } = await logs.context({
        ...where(),
        source,
        id,
        at,
        lines: 3,
      });
      expect(problems).toEqual([]);
      expect(entry).toEqual(line);
      expect(times(before)).toEqual(
        times(own.slice(Math.max(0, place - 3), place)),
      );
      // Lines have come after the time that was downloaded.
      const known = own.slice(place + 1, place + 4);
      expect(ids(after).slice(0, known.length)).toEqual(ids(known));
      const missing = await logs.post('context', {
        ...where(),
        source,
        id: `${id}x`,
        at,
      });
      expect(missing.status).toBe(404);
    });

    it.each([
      '*:* OR _index:other',
      'kubernetes.namespace_name:payment',
      '" OR 1=1 --',
      '((((((',
      '/.*/ | a',
      'a~50 | b~',
      '\\',
      '-',
      '| | |',
      '<script>alert(1)</script>',
      '\u0000\u001b[31m \ud83d \u202e',
      '{"query":{"match_all":{}}}',
      'AND NOT OR',
      `${'a '.repeat(99)}`,
    ])(
      'takes %j as text, or refuses it, and shows nothing of others',
      async text => {
        const { status, body } = await logs.post('search', {
          ...where(),
          text,
          limit: 500,
          ...time(),
        });
        if (status === 400) {
          expect(body.error.message).toMatch(/^Body field text: /);
          return;
        }
        expect(status).toBe(200);
        const known = new Set(ids(all));
        expect(ids(body.entries).every(id => known.has(id))).toBe(true);
        const codes = body.problems.map(({ code }: { code: string }) => code);
        expect(codes).not.toContain('unexpected');
        expect(codes).not.toContain('shards-failed');
      },
    );

    it('shows no pod of others, whoever names it', async () => {
      const { entries, total } = await search({ pods: [store.foreignPod] });
      expect({ entries, total }).toEqual({
        entries: [],
        total: { value: 0, exact: true },
      });
    });

    it('shares one request among all who ask the same', async () => {
      const question = { limit: 7, text: store.word };
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => search(question)),
      );
      expect(
        new Set(answers.map(({ entries }) => JSON.stringify(entries))).size,
      ).toBe(1);
    });
  });
}
