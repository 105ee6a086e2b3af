import {
  lastMinutes,
  SkyWalkingUnderTest,
} from './__testUtils__/skywalking-under-test';

const sw = new SkyWalkingUnderTest();
const ORDER = 'b3JkZXItYXBp.1';

beforeAll(() => sw.start());
afterAll(() => sw.stop());

interface Node {
  id: string;
  name: string;
  type: string;
  isReal: boolean;
  layers: string[];
}

const MAP =
  'nodes { id name type isReal layers } calls { id source target detectPoints sourceComponents }';

it('maps who calls whom, with stores and users that no agent reports of', async () => {
  const { t } = await sw.data(
    `query T($d: Duration!) { t: getGlobalTopology(duration: $d) { ${MAP} } }`,
    { d: lastMinutes(15, 0, sw.now) },
  );
  const byName = new Map<string, Node>(
    t.nodes.map((node: Node) => [node.name, node]),
  );
  expect(byName.get('order-api')).toEqual({
    id: ORDER,
    name: 'order-api',
    type: 'SpringMVC',
    isReal: true,
    layers: ['GENERAL'],
  });
  expect(byName.get('mysql-order:3306')).toMatchObject({
    type: 'Mysql',
    isReal: false,
    layers: ['VIRTUAL_DATABASE'],
  });
  expect(byName.get('User')).toMatchObject({ type: 'USER', isReal: false });
  const stock = byName.get('stock-rpc')?.id;
  expect(t.calls).toContainEqual({
    id: `${ORDER}-${stock}`,
    source: ORDER,
    target: stock,
    detectPoints: ['CLIENT', 'SERVER'],
    sourceComponents: ['Dubbo'],
  });
  const ids = new Set(t.nodes.map(({ id }: Node) => id));
  for (const { source, target } of t.calls) {
    expect(ids.has(source) && ids.has(target)).toBe(true);
  }
});

it('maps the neighbours of one service, and the endpoints around one', async () => {
  const { t, e, none } = await sw.data(
    `query T($d: Duration!, $s: ID!, $e: ID!) {
      t: getServiceTopology(serviceId: $s, duration: $d) { ${MAP} }
      e: getEndpointDependencies(endpointId: $e, duration: $d) {
        nodes { id name serviceName type isReal } calls { id source target detectPoints }
      }
      none: getServicesTopology(serviceIds: ["bm9ib2R5.1"], duration: $d) { nodes { id } calls { id } }
    }`,
    {
      d: lastMinutes(15, 0, sw.now),
      s: ORDER,
      e: `${ORDER}_${btoa('POST:/orders')}`,
    },
  );
  expect(t.nodes.map(({ name }: Node) => name).sort()).toEqual([
    'coupon-api',
    'kafka:9092',
    'mysql-order:3306',
    'order-api',
    'order-web',
    'payment-api',
    'stock-rpc',
  ]);
  expect(e.nodes[0]).toMatchObject({ serviceName: 'order-api', type: '' });
  expect(e.calls[0]).toMatchObject({ detectPoints: ['SERVER'] });
  expect(e.calls[0].id).not.toContain('_');
  expect(none).toEqual({ nodes: [], calls: [] });
});

it('has no alarms, events or log lines, and says so', async () => {
  const d = lastMinutes(15, 0, sw.now);
  const data = await sw.data(
    `query A($d: Duration!) {
      a: getAlarm(duration: $d, scope: Service, paging: { pageNum: 1, pageSize: 10 }) { msgs { id } }
      l: queryLogs(condition: { relatedTrace: { traceId: "x" }, paging: { pageSize: 10 } }) { logs { content } errorReason }
      e: queryEvents(condition: { time: $d, paging: { pageSize: 10 } }) { events { uuid } }
      k: supportQueryLogsByKeywords
    }`,
    { d },
  );
  expect(data).toEqual({
    a: { msgs: [] },
    l: { logs: [], errorReason: null },
    e: { events: [] },
    k: false,
  });
});
