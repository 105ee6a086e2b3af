import {
  lastMinutes,
  SkyWalkingUnderTest,
} from '../__testUtils__/skywalking-under-test';

const sw = new SkyWalkingUnderTest();
const order = { serviceName: 'order-api', normal: true };

beforeAll(() => sw.start());
afterAll(async () => {
  await sw.stop();
  expect(sw.errors).toEqual([]);
});

const total = (values: readonly (number | null)[]) =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

describe('expressions', () => {
  const recent = () => lastMinutes(10, 1, sw.now);

  it('give a value for each minute, both ends included, as texts', async () => {
    const answer = await sw.mqe('service_cpm', order, recent());
    expect(answer).toMatchObject({ type: 'TIME_SERIES_VALUES', error: null });
    const [{ metric, values }] = answer.results;
    expect(metric.labels).toEqual([]);
    expect(values).toHaveLength(10);
    expect(values[9].id).toBe(
      String(Math.floor(sw.now / 60_000) * 60_000 - 60_000),
    );
    for (const { value } of values) expect(value).toMatch(/^\d+$/);
  });

  it('add up: the service is the sum of its instances, and of its endpoints', async () => {
    const whole = total(await sw.series('service_cpm', order, recent()));
    const { results } = await sw.mqe(
      'top_n(service_instance_cpm,50,des)',
      order,
      recent(),
    );
    let instances = 0;
    for (const { id } of results[0].values) {
      const entity = { ...order, serviceInstanceName: id };
      instances += total(
        await sw.series('service_instance_cpm', entity, recent()),
      );
    }
    expect(instances).toBe(whole);
    let endpoints = 0;
    for (const endpointName of [
      'GET:/orders/{id}',
      'GET:/orders',
      'POST:/orders',
      'POST:/orders/{id}/cancel',
    ]) {
      endpoints += total(
        await sw.series('endpoint_cpm', { ...order, endpointName }, recent()),
      );
    }
    expect(endpoints / whole).toBeCloseTo(1, 1);
  });

  it('have percentiles by label, in tens of milliseconds, in order', async () => {
    const { results } = await sw.mqe(
      "service_percentile{p='50,75,90,95,99'}",
      order,
      recent(),
    );
    expect(
      results.map((row: { metric: { labels: object[] } }) => row.metric.labels),
    ).toEqual(
      ['50', '75', '90', '95', '99'].map(value => [{ key: 'p', value }]),
    );
    const at = (row: number) => Number(results[row].values[0].value);
    expect(at(0) % 10).toBe(0);
    expect(at(0)).toBeLessThan(at(2));
    expect(at(2)).toBeLessThan(at(4));
    const unknown = await sw.mqe("service_percentile{p='12'}", order, recent());
    expect(unknown).toMatchObject({ results: [], error: null });
  });

  it('calculate', async () => {
    const one = async (expression: string) => {
      const answer = await sw.mqe(expression, order, recent());
      expect(answer.type).toBe('SINGLE_VALUE');
      return answer.results[0].values[0].value;
    };
    const values = await sw.series('service_cpm', order, recent());
    expect(Number(await one('max(service_cpm)'))).toBe(
      Math.max(...values.map(Number)),
    );
    expect(Number(await one('sum(service_cpm) * 2 - 1'))).toBe(
      2 * total(values) - 1,
    );
    expect(Number(await one('avg(service_sla)/100'))).toBeGreaterThan(99);
    expect(await one('count(service_cpm > 0)')).toBe('10');
    expect(await one('is_present(nothing, service_cpm)')).toBe('1');
    expect(await one('is_present(nothing)')).toBe('0');
    expect(
      (await sw.mqe('service_cpm/0', order, recent())).results[0].values[0]
        .value,
    ).toBe('∞');
    expect(
      (await sw.mqe('view_as_seq(nothing, service_cpm)', order, recent()))
        .results[0].values,
    ).toHaveLength(10);
  });

  it.each([
    ['nothing', order, 'Metric: [nothing] does not exist.'],
    ['service_cpm', { serviceName: 'order-api' }, null],
    ['service_instance_cpm', order, null],
    ['service_cpm +', order, expect.stringContaining('mismatched input')],
    ["service_cpm {{ '", order, expect.stringContaining('line 1:')],
    [
      "top_n(service_cpm,3,des,attr0='GENERAL')",
      {},
      expect.stringContaining('mismatched input'),
    ],
  ])('say in the data that %s for %j does not work', async (x, e, error) => {
    expect(await sw.mqe(x, e, recent())).toEqual({
      type: 'UNKNOWN',
      error,
      results: [],
    });
  });

  it.each([
    [{ serviceName: 'nobody', normal: true }],
    [{ serviceName: 'order-api', normal: false }],
    [{ serviceName: 'mysql-order:3306', normal: false }],
  ])('have no data for %j', async entity => {
    const values = await sw.series('service_cpm', entity, recent());
    expect(values).toEqual(Array(10).fill(null));
    expect(
      (await sw.mqe('avg(service_cpm)', entity, recent())).results[0].values[0]
        .value,
    ).toBeNull();
  });

  it('rank services of everybody, and say whose an instance is', async () => {
    const services = await sw.mqe('top_n(service_cpm,2,des)', {}, recent());
    expect(services.type).toBe('SORTED_LIST');
    const [first, second] = services.results[0].values;
    expect(Number(first.value)).toBeGreaterThan(Number(second.value));
    const instances = await sw.mqe(
      'top_n(service_instance_cpm,1,asc)',
      {},
      recent(),
    );
    expect(instances.results[0].values[0].id).toMatch(/^[\w-]+ - [\w-]+$/);
  });

  it('know what calls each other, and what stores are asked', async () => {
    const relation = await sw.series(
      'service_relation_server_cpm',
      { ...order, destServiceName: 'stock-rpc', destNormal: true },
      recent(),
    );
    const own = await sw.series('service_cpm', order, recent());
    expect(total(relation) / total(own)).toBeCloseTo(0.6, 1);
    const store = await sw.series(
      'database_access_cpm',
      { serviceName: 'mysql-order:3306', normal: false },
      recent(),
    );
    expect(total(store)).toBeGreaterThan(total(own));
  });

  it('sum up hours and days, and keep the present step open', async () => {
    const hours = await sw.series('service_cpm', order, {
      start: '2026-11-21 19',
      end: '2026-11-21 20',
      step: 'HOUR',
    });
    // It is half past eight.
    expect(hours[1] ?? 0).toBeLessThan(0.65 * (hours[0] ?? 0));
    const future = await sw.series('service_cpm', order, {
      start: '2026-11-22',
      end: '2026-11-23',
      step: 'DAY',
    });
    expect(future).toEqual([null, null]);
  });
});

describe('a canary that fails', () => {
  it('shows in exactly its own pods, as it is in the traffic', async () => {
    sw.deploy('order-api-canary', '1.4.2-errors', 1);
    const recent = lastMinutes(20, 1, sw.now);
    const { results } = await sw.mqe(
      'top_n(service_instance_sla,50,asc)',
      order,
      recent,
    );
    const [worst, ...others] = results[0].values;
    expect(worst.id).toMatch(/^order-api-canary-/);
    expect(Number(worst.value)).toBeLessThan(9700);
    expect(others.length).toBeGreaterThan(0);
    for (const { value } of others) expect(Number(value)).toBeGreaterThan(9950);
    // Other environments have nothing to do with it.
    const elsewhere = await sw.mqe(
      'avg(service_sla)',
      order,
      recent,
      'staging',
    );
    expect(Number(elsewhere.results[0].values[0].value)).toBeGreaterThan(9900);
  });

  it('is slow when its image says so, and nobody else', async () => {
    sw.deploy('order-api-canary', '1.4.2-slow', 1);
    const { results } = await sw.mqe(
      'top_n(service_instance_resp_time,50,des)',
      order,
      lastMinutes(20, 1, sw.now),
    );
    const [slowest, ...others] = results[0].values;
    expect(slowest.id).toMatch(/^order-api-canary-/);
    for (const { value } of others) {
      expect(Number(value)).toBeLessThan(Number(slowest.value) / 4);
    }
  });
});
