import { mockCredentials } from '@backstage/backend-test-utils';
import { FakeStore } from '../__testUtils__/fakeStore';
import { ORDER, startLogs, type RunningLogs } from '../__testUtils__/startLogs';

const POD = 'order-api-65ff69f954-2k4xp';
const END = Date.parse('2026-11-20T08:00:00Z');
const time = { from: '2026-11-20T07:00:00Z', to: '2026-11-20T08:00:00Z' };
const targetOn = (environment: string, cluster: string) => ({
  environment,
  cluster,
  namespace: 'order',
});

const NOT_READ = {
  code: 'cluster-not-read',
  params: { cluster: 'prod-shanghai', environment: 'prod' },
};
const FORBIDDEN = {
  code: 'cluster-forbidden',
  params: {
    cluster: 'dr',
    verb: 'list',
    resource: 'deployments',
    environment: 'dr',
  },
};
const WORKLOADS_CUT = {
  code: 'workloads-cut',
  params: { shown: 200, total: 300 },
};

describe('clusters of which it is not known what runs there', () => {
  const store = new FakeStore(
    ['prod-beijing', 'prod-shanghai', 'dr'].map((cluster, index) => ({
      time: END - 1_000 - index,
      cluster,
      pod: POD,
    })),
  );
  let logs: RunningLogs;
  beforeAll(async () => {
    logs = await startLogs({
      logs: {
        maxRangeDays: 366,
        sources: [
          {
            name: 'all',
            environments: ['dev', 'prod', 'dr'],
            urls: [await store.start()],
            index: 'k8s-*',
            preset: 'fluent-bit',
            fields: { cluster: 'kubernetes.cluster_name' },
          },
        ],
      },
      workloads: {
        [ORDER]: [
          { target: targetOn('dev', 'dev'), name: 'order-api' },
          { target: targetOn('prod', 'prod-beijing'), name: 'order-api' },
        ],
      },
    });
    logs.release.unknown = {
      environments: [
        { name: 'dev', protected: false, clusters: ['dev'] },
        { name: 'dr', protected: true, clusters: ['dr'] },
        {
          name: 'prod',
          protected: true,
          clusters: ['prod-beijing', 'prod-shanghai'],
        },
      ],
      problems: [
        { code: 'not-read', params: { cluster: 'prod-shanghai' } },
        {
          code: 'forbidden',
          params: { cluster: 'dr', verb: 'list', resource: 'deployments' },
        },
        { code: 'not-granted', params: { environment: 'dev', count: 2 } },
      ],
    };
  });
  afterAll(async () => {
    await logs.stop();
    await store.stop();
  });

  const search = (environment: string, more: object = {}) =>
    logs.search({ environment, ...time, ...more });

  it('are said beside what others have, which is not called all', async () => {
    const { entries, total, problems } = await search('prod');
    expect(entries.map(({ cluster }) => cluster)).toEqual(['prod-beijing']);
    expect(total).toEqual({ value: 1, exact: false });
    expect(problems).toEqual([
      NOT_READ,
      { code: 'count-not-exact', params: {} },
    ]);
    const chosen = await search('prod', { clusters: ['prod-beijing'] });
    expect(chosen.total).toEqual({ value: 1, exact: true });
    expect(chosen.problems).toEqual([]);
  });

  it('are said where nothing else is known to run, and nothing of them is read', async () => {
    expect(await search('dr')).toMatchObject({
      entries: [],
      total: { value: 0, exact: false },
      problems: [FORBIDDEN, { code: 'count-not-exact' }],
    });
    expect(await search('prod', { clusters: ['prod-shanghai'] })).toMatchObject(
      {
        entries: [],
        total: { exact: false },
        problems: [NOT_READ, { code: 'count-not-exact' }],
      },
    );
    const { output } = await logs.actions.invoke({
      id: 'test:search-logs',
      input: { entityRef: 'order-api', environment: 'dr', ...time },
      credentials: mockCredentials.user(),
    });
    expect(output).toMatchObject({
      totalIsExact: false,
      problems: [
        'cluster-forbidden cluster=dr verb=list resource=deployments environment=dr',
        'count-not-exact',
      ],
    });
  });

  it('are no matter of another environment', async () => {
    expect((await search('dev')).problems).toEqual([]);
    expect((await search('moon')).problems).toEqual([
      { code: 'no-targets', params: { environment: 'moon' } },
    ]);
  });

  it('stand in the list of sources, with their environments', async () => {
    const { targets, environments, problems } = await logs.sources();
    expect(targets.map(({ target }) => target.cluster)).toEqual([
      'dev',
      'prod-beijing',
    ]);
    expect(environments).toEqual(['dev', 'dr', 'prod']);
    expect(problems).toEqual([NOT_READ, FORBIDDEN]);
  });

  it('may have a line that is not found', async () => {
    const question = (environment: string) => ({
      entityRef: ORDER,
      environment,
      source: 'all',
      id: 'k8s/gone',
      at: '2026-11-20T07:59:00Z',
    });
    for (const environment of ['prod', 'dr']) {
      const { status, body } = await logs.post(
        'context',
        question(environment),
      );
      expect(status).toBe(503);
      expect(body.error.message).toMatch(/on (prod-shanghai|dr) is not known/);
    }
    expect((await logs.post('context', question('dev'))).status).toBe(404);
  });
});

it('says that an entity has more workloads than are searched', async () => {
  const logs = await startLogs({
    logs: { sources: [] },
    workloads: { [ORDER]: [{ target: targetOn('dev', 'dev'), name: 'a' }] },
  });
  logs.release.unknown = {
    environments: [],
    problems: [
      { code: 'cut', params: { shown: 200, total: 300 } },
      { code: 'not-read', params: { cluster: 'stray' } },
    ],
  };
  const { total, problems } = await logs.search({ environment: 'dev' });
  expect(total.exact).toBe(false);
  expect(problems).toEqual([
    WORKLOADS_CUT,
    { code: 'cluster-not-read', params: { cluster: 'stray' } },
    { code: 'no-source', params: { cluster: 'dev' } },
    { code: 'count-not-exact', params: {} },
  ]);
  await logs.stop();
});
