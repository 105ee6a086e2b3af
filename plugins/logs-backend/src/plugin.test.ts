import { mockCredentials } from '@backstage/backend-test-utils';
import * as z from 'zod';
import { openApiDocument } from './http/openApiDocument';
import { writeCursor } from './query/cursor';
import { ORDER, startLogs, type RunningLogs } from './__testUtils__/startLogs';

const target = { environment: 'dev', cluster: 'dev', namespace: 'order' };
const workloads = {
  [ORDER]: [
    {
      target,
      name: 'order-api',
      canary: 'order-api-canary',
      pods: { 'order-api-65ff69f954-2k4xp': '1.4.0' },
    },
    {
      target: { ...target, environment: 'prod', cluster: 'prod-beijing' },
      name: 'order-api',
    },
  ],
};
const CONFIG = {
  sources: [
    {
      name: 'dev',
      environments: ['dev'],
      // Nobody listens there.
      urls: ['http://127.0.0.1:9'],
      auth: { username: 'portal', password: 'hunter2' },
      index: 'k8s-dev-*',
      preset: 'fluent-bit',
      fields: { cluster: 'kubernetes.cluster_name' },
      discover: {
        product: 'kibana',
        version: '8.15.2',
        baseUrl: 'https://kibana.test',
      },
    },
  ],
};

const search = { entityRef: ORDER, environment: 'dev' };

describe('the logs backend', () => {
  let logs: RunningLogs;
  beforeAll(async () => {
    logs = await startLogs({ logs: CONFIG, workloads });
  });
  afterAll(() => logs.stop());

  it('says where the lines of an entity are, and nothing that is secret', async () => {
    const list = await logs.sources();
    expect(list.targets).toMatchObject([
      { target, workloads: ['order-api'], source: 'dev' },
      { target: { environment: 'prod' } },
    ]);
    expect(list.targets[0].deployments).toEqual([
      { name: 'order-api', role: 'release', workload: 'order-api' },
      { name: 'order-api-canary', role: 'canary', workload: 'order-api' },
    ]);
    expect(list.problems).toEqual([
      { code: 'no-source', params: { cluster: 'prod-beijing' } },
    ]);
    expect(list.sources[0].discover).toEqual({
      product: 'kibana',
      version: '8.15.2',
      baseUrl: 'https://kibana.test',
      indexPattern: 'k8s-dev-*',
    });
    expect(JSON.stringify(list)).not.toMatch(/hunter2|127\.0\.0\.1/);
  });

  it('answers with what it cannot say', async () => {
    const codesOf = async (more: object) =>
      (await logs.search(more)).problems.map(({ code }) => code);
    expect(await codesOf({})).toEqual(['away', 'count-not-exact']);
    expect(await codesOf({ environment: 'prod' })).toEqual(['no-source']);
    expect(await codesOf({ environment: 'moon' })).toEqual(['no-targets']);
    expect(await codesOf({ version: '9.9.9' })).toEqual(['no-pods']);
    expect(await codesOf({ version: '1.4.0', text: 'a OR b' })).toEqual([
      'away',
      'query-simplified',
      'count-not-exact',
    ]);
  });

  it.each<[object, string]>([
    [{ text: '*:* OR _index:other' }, 'Body field text: has a *'],
    [
      { text: 'x'.repeat(1_001) },
      'Body field text: has to be text of at most 1000',
    ],
    [
      { index: 'k8s-prod-*' },
      'Body field index: is not known; there are entityRef',
    ],
    [
      { from: '2026-11-01T00:00:00Z', to: '2026-11-20T00:00:00Z' },
      'Body field from: has to be at most 7 days',
    ],
    [
      { from: '2026-11-20T00:00:00Z', to: '2026-11-19T00:00:00Z' },
      'Body field from: has to be before to',
    ],
    [{ last: 8 * 86_400 }, 'Body field last: has to be at most 7 days'],
    [
      { last: 60, to: '2026-11-20T00:00:00Z' },
      'Body field last: has to stand without',
    ],
    [{ from: 'yesterday' }, 'Body field from: '],
    [{ limit: 501 }, 'Body field limit: '],
    [{ levels: ['loud'] }, 'Body field levels.0: '],
    [
      { traceId: '"){__schema}' },
      'Body field traceId: has to be the id of a trace',
    ],
    [
      { cursor: 'AAAA' },
      'Body field cursor: has to be the cursor of an answer',
    ],
    [
      {
        cursor: writeCursor({
          search: 'another',
          from: 0,
          to: 1,
          at: 0,
          total: [1, true],
          sources: {},
        }),
      },
      'Body field cursor: has to be the cursor of an answer',
    ],
    [
      { entityRef: 'order-api' },
      'Body field entityRef: has to be one entity reference',
    ],
  ])('refuses %j', async (more, message) => {
    const { status, body } = await logs.post('search', { ...search, ...more });
    expect({ status, message: body.error.message }).toEqual({
      status: 400,
      message: expect.stringContaining(message),
    });
  });

  it('refuses what is no JSON, and too much of it', async () => {
    const { body, status } = await logs
      .post('search', '{"a":')
      .set('content-type', 'application/json');
    expect(status).toBe(400);
    expect(body.error.message).toBe(
      'The body cannot be read: it has to be JSON',
    );
    const large = await logs.post('search', { text: 'x'.repeat(100_000) });
    expect(large.status).toBe(413);
  });

  it('hides the lines of what cannot be seen', async () => {
    const { status } = await logs.post('search', {
      ...search,
      entityRef: 'component:default/none',
    });
    expect(status).toBe(404);
    const nobody = await logs
      .post('search', search)
      .set('authorization', mockCredentials.none.header());
    expect(nobody.status).toBe(401);
  });

  it('gives MCP clients the same, as data', async () => {
    const call = (input: object) =>
      logs.actions.invoke({
        id: 'test:search-logs',
        input,
        credentials: mockCredentials.user(),
      });
    const { output } = await call({
      entityRef: 'order-api',
      environment: 'dev',
    });
    expect(output).toEqual({
      lines: [],
      total: 0,
      totalIsExact: false,
      problems: ['away source=dev', 'count-not-exact'],
    });
    await expect(
      call({ entityRef: 'order-api', environment: 'dev', text: '*' }),
    ).rejects.toThrow('Input text: has a *');
  });
});

it('lets nobody read lines without the permission, by whatever door', async () => {
  const logs = await startLogs({ logs: CONFIG, workloads, allowed: false });
  for (const path of ['search', 'download', 'context']) {
    const { status, body } = await logs.post(path, {
      ...search,
      ...(path === 'context' && {
        source: 'dev',
        id: 'a/b',
        at: '2026-11-20T00:00:00Z',
      }),
    });
    expect(status).toBe(403);
    expect(body.error.message).toContain('logs.entry.read');
  }
  await logs.get(`sources?entityRef=${ORDER}`).expect(403);
  await expect(
    logs.actions.invoke({
      id: 'test:search-logs',
      input: search,
      credentials: mockCredentials.user(),
    }),
  ).rejects.toThrow('logs.entry.read');
  expect(logs.release.requests).toBe(0);
  await logs.stop();
});

it('has an OpenAPI document whose examples fit', async () => {
  const logs = await startLogs({ logs: CONFIG, workloads });
  const { body } = await logs.get('openapi.json').expect(200);
  expect(body).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  const contents: unknown[] = [];
  JSON.stringify(body.paths, (key, value) => {
    if (key === 'content') contents.push(...Object.values(value));
    return value;
  });
  const withExample = z.object({
    schema: z.looseObject({}),
    example: z.json(),
  });
  const media = contents.flatMap(
    item => withExample.safeParse(item).data ?? [],
  );
  expect(media).toHaveLength(7);
  for (const { schema, example } of media) {
    const whole = JSON.parse(
      JSON.stringify({ ...schema, $defs: body.components.schemas }).replaceAll(
        '#/components/schemas/',
        '#/$defs/',
      ),
    );
    expect(z.fromJSONSchema(whole).safeParse(example).error).toBeUndefined();
  }
  await logs.stop();
});
