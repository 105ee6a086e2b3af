import {
  lastMinutes,
  SkyWalkingUnderTest,
} from './__testUtils__/skywalking-under-test';
import { parseSkyWalkingVersion } from './version';

const sw = new SkyWalkingUnderTest();

beforeAll(() => sw.start('8.7'));
afterAll(() => sw.stop());

const entity = { scope: 'Service', serviceName: 'order-api', normal: true };

it('says the version that all of 8.0 to 8.8 say', async () => {
  expect(await sw.data('{ version }')).toEqual({ version: '8.0' });
});

it.each([
  '{ listServices(layer: "GENERAL") { id } }',
  '{ getAllServices(duration: { start: "2026-11-21", end: "2026-11-21", step: DAY }) { layers } }',
  'query($d: Duration!, $e: Entity!) { execExpression(expression: "service_cpm", entity: $e, duration: $d) { type } }',
])('answers 200 with errors to what came later: %s', async query => {
  const { status, body } = await sw.ask(query);
  expect(status).toBe(200);
  expect(body.data).toBeUndefined();
  expect(body.errors).not.toHaveLength(0);
});

it('has services, instances and endpoints by the first names of their fields', async () => {
  const data = await sw.data(
    `query($d: Duration!) {
      s: getAllServices(duration: $d) { id name group }
      f: searchService(serviceCode: "order-api") { id }
      i: getServiceInstances(duration: $d, serviceId: "b3JkZXItYXBp.1") { name language }
      e: searchEndpoint(keyword: "", serviceId: "b3JkZXItYXBp.1", limit: 10) { name }
    }`,
    { d: lastMinutes(15, 0, sw.now) },
  );
  expect(data.s).toHaveLength(14);
  expect(data.f).toEqual({ id: 'b3JkZXItYXBp.1' });
  expect(data.i[0].language).toBe('JAVA');
  expect(data.e).toContainEqual({ name: 'POST:/orders' });
});

it('has metrics by name, and percentiles by number', async () => {
  const d = lastMinutes(5, 1, sw.now);
  const data = await sw.data(
    `query($d: Duration!, $e: Entity!, $p: Entity!) {
      v: readMetricsValues(condition: { name: "service_cpm", entity: $e }, duration: $d) { values { values { id value } } }
      s: readMetricsValue(condition: { name: "service_sla", entity: $e }, duration: $d)
      p: readLabeledMetricsValues(condition: { name: "service_percentile", entity: $e }, labels: ["0", "4"], duration: $d) { label values { values { value } } }
      a: readMetricsValues(condition: { name: "endpoint_avg", entity: $p }, duration: $d) { values { values { value } } }
      t: sortMetrics(condition: { name: "service_instance_sla", parentService: "order-api", normal: true, scope: ServiceInstance, topN: 3, order: ASC }, duration: $d) { name value }
    }`,
    {
      d,
      e: entity,
      p: { ...entity, scope: 'Endpoint', endpointName: 'POST:/orders' },
    },
  );
  expect(data.v.values.values).toHaveLength(5);
  expect(data.v.values.values[0].id).toMatch(/^2026\d{8}_b3JkZXItYXBp\.1$/);
  expect(data.s).toBeGreaterThan(9900);
  expect(data.p.map(({ label }: { label: string }) => label)).toEqual([
    '0',
    '4',
  ]);
  expect(data.a.values.values[0].value).toBeGreaterThan(0);
  expect(data.t).toHaveLength(3);
});

it('counts the rows of a list, and has no limit to a document', async () => {
  const data = await sw.data(
    `query($c: TraceQueryCondition) { r: queryBasicTraces(condition: $c) { total traces { start } } }`,
    {
      c: {
        serviceId: 'b3JkZXItYXBp.1',
        queryDuration: lastMinutes(15, 0, sw.now),
        traceState: 'ALL',
        queryOrder: 'BY_START_TIME',
        paging: { pageNum: 1, pageSize: 5, needTotal: true },
      },
    },
  );
  expect(data.r.traces).toHaveLength(5);
  expect(data.r.total).toBeGreaterThan(0);
  const many = Array.from({ length: 5100 }, (_, index) => `a${index}: version`);
  expect((await sw.ask(`{ ${many.join(' ')} }`)).body.data.a5099).toBe('8.0');
});

it('is one of those that there are', () => {
  expect(parseSkyWalkingVersion('8.7')).toBe('8.7');
  expect(() => parseSkyWalkingVersion('9')).toThrow(
    '--skywalking must be one of 10.1, 8.7, not "9"',
  );
});
