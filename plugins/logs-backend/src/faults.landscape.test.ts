import {
  freePortBase,
  startLandscape,
  type Landscape,
} from '@pilothouse/landscape';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { landscapeLogs } from './__testUtils__/landscapeLogs';
import { ORDER, startLogs, type RunningLogs } from './__testUtils__/startLogs';

/** What a person waits for an answer that says what is wrong, in milliseconds. */
const TOLD_WITHIN = 3_000;
/** A little more for a machine that does much else. */
const LEEWAY = 1_000;

jest.setTimeout(60_000);

const target = {
  environment: 'dev',
  cluster: 'dev',
  namespace: 'order',
};
const workloads = { [ORDER]: [{ target, name: 'order-api' }] };

let landscape: Landscape;
let dataDir: string;
let logs: RunningLogs;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'logs-'));
  landscape = await startLandscape({ portBase: await freePortBase(), dataDir });
});
afterAll(async () => {
  await landscape.stop();
  await rm(dataDir, { recursive: true });
});
beforeEach(async () => {
  landscape.elasticsearch.faults.set({ mode: 'none', delayMs: 0 });
  logs = await startLogs({
    logs: landscapeLogs(landscape, ['dev']),
    workloads,
  });
});
afterEach(() => logs.stop());

/** Another question every time: none is answered by what is known. */
let turn = 0;
async function asked() {
  const began = Date.now();
  turn += 1;
  const answer = await logs.search({ limit: 1 + turn, last: 120 });
  expect(Date.now() - began).toBeLessThan(TOLD_WITHIN + LEEWAY);
  return answer;
}
const codes = ({ problems }: { problems: { code: string }[] }) =>
  problems.map(({ code }) => code);

describe('a log store that fails', () => {
  it.each([
    ['refuse', 'away'],
    ['hang', 'timeout'],
    ['error', 'unexpected'],
    ['forbidden', 'forbidden'],
    ['red', 'no-shards'],
  ] as const)('is said in time when it does %s', async (mode, code) => {
    expect((await asked()).entries.length).toBeGreaterThan(0);
    landscape.elasticsearch.faults.set({ mode, delayMs: 0 });
    const answer = await asked();
    expect(answer.entries).toEqual([]);
    expect(answer.total).toEqual({ value: 0, exact: false });
    expect(codes(answer)).toEqual([code, 'count-not-exact']);
    expect(JSON.stringify(answer)).not.toContain(
      landscape.elasticsearch.secrets.portal,
    );
  });

  it('shows what half of the shards know, and says so', async () => {
    landscape.elasticsearch.faults.set({ mode: 'shards-failed', delayMs: 0 });
    const answer = await asked();
    expect(codes(answer)).toEqual(['shards-failed', 'count-not-exact']);
    expect(answer.problems[0].params).toMatchObject({
      source: 'dev',
      failed: expect.any(Number),
      total: expect.any(Number),
    });
  });

  it('is gone on with when it is back', async () => {
    landscape.elasticsearch.faults.set({ mode: 'refuse', delayMs: 0 });
    expect(codes(await asked())).toContain('away');
    landscape.elasticsearch.faults.set({ mode: 'none', delayMs: 0 });
    expect(codes(await asked())).toEqual([]);
  });

  it('does not keep another of its addresses from answering', async () => {
    const { sources } = landscapeLogs(landscape, ['dev']);
    const several = await startLogs({
      logs: {
        sources: [
          { ...sources[0], urls: ['http://127.0.0.1:9', ...sources[0].urls] },
        ],
      },
      workloads,
    });
    const { entries, problems } = await several.search({ last: 120 });
    expect(entries.length).toBeGreaterThan(0);
    expect(problems).toEqual([]);
    await several.stop();
  });

  it('is refused with what is wrong of a password that is', async () => {
    const { sources } = landscapeLogs(landscape, ['dev']);
    const locked = await startLogs({
      logs: {
        sources: [{ ...sources[0], auth: { apiKey: 'c2VjcmV0LWtleQ==' } }],
      },
      workloads,
    });
    const answer = await locked.search({});
    expect(codes(answer)).toEqual(['refused', 'count-not-exact']);
    expect(JSON.stringify(answer)).not.toContain('c2VjcmV0');
    await locked.stop();
  });
});

it('asks the store as often for one viewer as for fifty', async () => {
  await asked();
  const before = landscape.elasticsearch.requestCount();
  const viewers = Array.from({ length: 50 }, () =>
    logs.search({ from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:10:00Z' }),
  );
  await Promise.all(viewers);
  expect(landscape.elasticsearch.requestCount() - before).toBe(1);
});

it('says in time that the release backend does not answer', async () => {
  logs.release.hangs = true;
  const began = Date.now();
  const { status, body } = await logs.post('search', {
    entityRef: ORDER,
    environment: 'dev',
  });
  expect(status).toBe(503);
  expect(body.error.message).toMatch(/the release backend does not answer/);
  expect(Date.now() - began).toBeLessThan(TOLD_WITHIN + LEEWAY);
});
