import {
  SkyWalkingUnderTest,
  lastMinutes,
} from './__testUtils__/skywalking-under-test';

const sw = new SkyWalkingUnderTest();

beforeAll(() => sw.start());
afterEach(() => {
  sw.running.faults.set({ mode: 'none', delayMs: 0 });
  expect(sw.errors).toEqual([]);
});
afterAll(() => sw.stop());

const order = { serviceName: 'order-api', normal: true };

describe('what an OAP says of itself', () => {
  it('has a version, its health, and the time of Shanghai', async () => {
    expect(
      await sw.data(
        '{ version checkHealth { score } getTimeInfo { timezone currentTimestamp } }',
      ),
    ).toEqual({
      version: '10.1.0-d28dfea',
      checkHealth: { score: 0 },
      getTimeInfo: { timezone: '+0800', currentTimestamp: sw.now },
    });
  });

  it('can be asked what it can be asked', async () => {
    const { __type } = await sw.data(
      '{ __type(name: "Query") { fields { name args { name } } } }',
    );
    const names = __type.fields.map((field: { name: string }) => field.name);
    expect(names).toEqual(
      expect.arrayContaining(['execExpression', 'listServices', 'queryTrace']),
    );
    expect(names).not.toContain('hasQueryTracesV2Support');
  });

  it('lists services by layers, with stores that only callers know', async () => {
    const data = await sw.data(`{
      agents: listServices(layer: "GENERAL") { id name shortName group layers normal }
      stores: listServices(layer: "VIRTUAL_DATABASE") { id name normal }
      none: listServices(layer: "MESH") { id }
      found: findService(serviceName: "order-api") { id }
      missing: findService(serviceName: "nobody") { id }
    }`);
    expect(data.agents).toHaveLength(14);
    expect(data.agents).toContainEqual({
      id: 'b3JkZXItYXBp.1',
      name: 'order-api',
      shortName: 'order-api',
      group: '',
      layers: ['GENERAL'],
      normal: true,
    });
    expect(data.stores).toContainEqual({
      id: 'bXlzcWwtb3JkZXI6MzMwNg==.0',
      name: 'mysql-order:3306',
      normal: false,
    });
    expect(data.none).toEqual([]);
    expect(data.found).toEqual({ id: 'b3JkZXItYXBp.1' });
    expect(data.missing).toBeNull();
  });

  it('has the pods of its own clusters only as instances, with their addresses', async () => {
    const ask = (environment: string) =>
      sw.data(
        `query I($d: Duration!, $id: ID!) {
          i: listInstances(duration: $d, serviceId: $id) { id name language attributes { name value } }
        }`,
        { d: lastMinutes(15, 0, sw.now), id: 'b3JkZXItYXBp.1' },
        environment,
      );
    const { i } = await ask('prod');
    const ready = sw.played.world.placements
      .filter(
        ({ environment, service }) =>
          environment === 'prod' && service.name === 'order-api',
      )
      .flatMap(item => sw.played.world.roster.readyAt(item, sw.now));
    const names = i.map((item: { name: string }) => item.name);
    expect(names).toEqual(
      expect.arrayContaining(ready.map(({ name }) => name)),
    );
    const { attributes, ...rest } = i[0];
    expect(rest).toEqual({
      id: `b3JkZXItYXBp.1_${Buffer.from(i[0].name).toString('base64')}`,
      name: expect.stringMatching(/^order-api-/),
      language: 'JAVA',
    });
    expect(attributes).toContainEqual({ name: 'namespace', value: 'order' });
    expect(attributes).toContainEqual({ name: 'hostname', value: i[0].name });
    expect(attributes).toContainEqual({
      name: 'ipv4s',
      value: expect.stringMatching(/^10\.\d+\.\d+\.\d+$/),
    });
    const staging = (await ask('staging')).i;
    expect(staging.length).toBeGreaterThan(0);
    for (const { name } of staging) expect(names).not.toContain(name);
  });

  it('finds endpoints by a part of their name', async () => {
    const data = await sw.data(`{
      some: findEndpoint(keyword: "cancel", serviceId: "b3JkZXItYXBp.1", limit: 10) { id name }
      one: findEndpoint(serviceId: "b3JkZXItYXBp.1", limit: 1) { name }
      none: findEndpoint(keyword: "x", serviceId: "bm9ib2R5.1", limit: 10) { name }
    }`);
    expect(data.some).toEqual([
      {
        id: `b3JkZXItYXBp.1_${btoa('POST:/orders/{id}/cancel')}`,
        name: 'POST:/orders/{id}/cancel',
      },
    ]);
    expect(data.one).toHaveLength(1);
    expect(data.none).toEqual([]);
  });
});

describe('what it does not answer', () => {
  it('refuses a field that the version does not have with 400, and without data', async () => {
    const { status, body } = await sw.ask(
      '{ queryBasicTraces(condition: { traceState: ALL, queryOrder: BY_DURATION, paging: { pageSize: 1 } }) { total } }',
    );
    expect(status).toBe(400);
    expect(body).toEqual({
      errors: [
        expect.objectContaining({
          message: expect.stringContaining("'total' in type 'TraceBrief'"),
        }),
      ],
    });
  });

  it.each([
    [
      'query($d: Duration!) { getAlarm(duration: $d, paging: { pageSize: 1 }) { msgs { id } } }',
    ],
    ['{ version'],
    [`{ ${'version '.repeat(15_001)} }`],
    [
      `{ ${Array.from(
        { length: 1001 },
        (_, index) => `a${index}: checkHealth { score details }`,
      ).join(' ')} }`,
    ],
    [
      '{ r: queryBasicTraces(condition: { traceState: ALL, queryOrder: BY_DURATION, paging: { pageSize: 1 } }) { traces { start } } }',
    ],
  ])('answers 200 with errors to %.60s', async query => {
    const { status, body } = await sw.ask(query);
    expect(status).toBe(200);
    expect(body.errors[0].message).toEqual(expect.any(String));
  });

  it('answers in plain text to what is no request', async () => {
    const broken = await sw.post('{"query":');
    expect(broken.status).toBe(400);
    expect(broken.headers.get('content-type')).toMatch(/^text\/plain/);
    expect((await sw.post('{}', 'prod', 'text/xml')).status).toBe(415);
    expect((await sw.post('[]')).status).toBe(400);
    expect((await sw.post('{}', 'moon')).status).toBe(404);
    const got = await fetch(`${sw.running.url}/prod/graphql`);
    expect(got.status).toBe(405);
  });

  it('refuses durations as misleadingly as the real one', async () => {
    const over = /can't exceed 500 minutes/;
    const format = /Invalid format/;
    for (const [duration, message] of [
      [lastMinutes(541, 0, sw.now), over],
      [lastMinutes(-3, 0, sw.now), over],
      [
        { start: '2026-11-20T12:42', end: '2026-11-20 1243', step: 'MINUTE' },
        format,
      ],
      [
        {
          start: '2026-11-20 124200',
          end: '2026-11-20 124300',
          step: 'MINUTE',
        },
        format,
      ],
      [{ start: '2026-02-30', end: '2026-03-01', step: 'DAY' }, format],
    ] as const) {
      const { status, body } = await sw.ask(
        'query($e: Entity!, $d: Duration!) { execExpression(expression: "service_cpm", entity: $e, duration: $d) { type } }',
        { e: order, d: duration },
      );
      expect(status).toBe(200);
      expect(body.errors[0].message).toMatch(message);
    }
    expect(
      await sw.series('service_cpm', order, lastMinutes(500, 0, sw.now)),
    ).toHaveLength(500);
  });
});

describe('faults', () => {
  it.each([
    ['error' as const, 500],
    ['unauthorized' as const, 401],
  ])('%s answers %d', async (mode, status) => {
    sw.running.faults.set({ mode, delayMs: 0 });
    expect((await sw.post('{"query":"{version}"}')).status).toBe(status);
  });

  it('knows no service when it is to seem empty, and is well', async () => {
    sw.running.faults.set({ mode: 'no-service', delayMs: 0 });
    const data = await sw.data(
      '{ listServices(layer: "GENERAL") { id } checkHealth { score } }',
    );
    expect(data).toEqual({ listServices: [], checkHealth: { score: 0 } });
    const values = await sw.series(
      'service_cpm',
      order,
      lastMinutes(3, 1, sw.now),
    );
    expect(values).toEqual([null, null, null]);
    expect(
      await sw.traces({ queryDuration: lastMinutes(15, 0, sw.now) }),
    ).toEqual([]);
  });

  it('comes back after nobody could connect', async () => {
    sw.running.faults.set({ mode: 'refuse', delayMs: 0 });
    await expect(sw.post('{"query":"{version}"}')).rejects.toThrow();
    sw.running.faults.set({ mode: 'none', delayMs: 0 });
    // The port is opened again in the background.
    for (;;) {
      const response = await sw.post('{"query":"{version}"}').catch(() => {});
      if (response?.ok) break;
    }
  });
});
