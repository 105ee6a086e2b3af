import {
  lastMinutes,
  MINUTE,
  SkyWalkingUnderTest,
} from '../__testUtils__/skywalking-under-test';
import { kinds } from '../../kubernetes/controllers/objects';
import type { Span } from './model';

const sw = new SkyWalkingUnderTest();
const ORDER = 'b3JkZXItYXBp.1';
const COUPON = 'Y291cG9uLWFwaQ==.1';

beforeAll(() => sw.start());
afterAll(async () => {
  await sw.stop();
  expect(sw.errors).toEqual([]);
});

interface Row {
  segmentId: string;
  endpointNames: string[];
  duration: number;
  start: string;
  isError: boolean;
  traceIds: string[];
}

const recent = () => lastMinutes(15, 0, sw.now);

function logOf(cluster: string, pod: string): string {
  const api = sw.played.api(cluster);
  const found = api
    .list(kinds.pods)
    .find(({ metadata }) => metadata.name === pod);
  if (!found) throw new Error(`No pod ${pod}`);
  return sw.played.runtime
    .logs({
      cluster,
      pod: found,
      container: found.spec.containers[0].name,
      from: sw.now - 20 * MINUTE,
      to: sw.now,
    })
    .map(({ text }) => text)
    .join('\n');
}

describe('lists of traces', () => {
  it('have a row for each segment of the service, the newest first', async () => {
    const rows: Row[] = await sw.traces({
      serviceId: ORDER,
      queryDuration: recent(),
    });
    expect(rows).toHaveLength(20);
    const starts = rows.map(({ start }) => Number(start));
    expect(starts).toEqual([...starts].sort((a, b) => b - a));
    for (const row of rows) {
      expect(row.endpointNames[0]).toMatch(/^(GET|POST):\/orders/);
      expect(row.traceIds[0]).toMatch(/^[0-9a-f]{32}\.\d+\.\d{17}$/);
      expect(Number(row.start) + row.duration).toBeLessThanOrEqual(sw.now);
    }
  });

  it('are in pages that follow each other', async () => {
    const page = async (pageNum: number, pageSize: number) =>
      sw.traces({
        serviceId: ORDER,
        queryDuration: recent(),
        paging: { pageNum, pageSize },
      });
    const whole: Row[] = await page(1, 10);
    expect([...(await page(1, 5)), ...(await page(2, 5))]).toEqual(whole);
    expect(await page(1, 0)).toEqual([]);
  });

  it('can be the slowest ones, and those in between', async () => {
    const rows: Row[] = await sw.traces({
      serviceId: ORDER,
      queryDuration: recent(),
      queryOrder: 'BY_DURATION',
    });
    const durations = rows.map(({ duration }) => duration);
    expect(durations).toEqual([...durations].sort((a, b) => b - a));
    const between: Row[] = await sw.traces({
      serviceId: ORDER,
      queryDuration: recent(),
      minTraceDuration: 100,
      maxTraceDuration: 120,
    });
    expect(between.length).toBeGreaterThan(0);
    for (const { duration } of between) {
      expect(duration).toBeGreaterThanOrEqual(100);
      expect(duration).toBeLessThanOrEqual(120);
    }
  });

  it('can be those of one instance and of one endpoint', async () => {
    const [{ traceIds }]: Row[] = await sw.traces({
      serviceId: ORDER,
      queryDuration: recent(),
    });
    const spans: Span[] = await sw.spans(traceIds[0]);
    const span = spans.find(
      ({ serviceCode, type }) =>
        serviceCode === 'order-api' && type === 'Entry',
    );
    const idOf = (name = '') =>
      `${ORDER}_${Buffer.from(name).toString('base64')}`;
    const rows: Row[] = await sw.traces({
      serviceInstanceId: idOf(span?.serviceInstanceName),
      endpointId: idOf(span?.endpointName),
      queryDuration: recent(),
    });
    expect(rows.map(row => row.traceIds[0])).toContain(traceIds[0]);
    for (const { endpointNames } of rows) {
      expect(endpointNames).toEqual([span?.endpointName]);
    }
  });

  it('find by the tags that can be searched, and silently nothing by others', async () => {
    const search = (key: string, value: string | null) =>
      sw.traces({
        serviceId: ORDER,
        queryDuration: lastMinutes(2, 1, sw.now),
        tags: [{ key, value }],
      });
    const found: Row[] = await search('http.method', 'POST');
    expect(found.length).toBeGreaterThan(0);
    // Of its own, or of a call that it makes.
    const spans: Span[] = await sw.spans(found[0].traceIds[0]);
    const tags = spans
      .filter(({ segmentId }) => segmentId === found[0].segmentId)
      .flatMap(span => span.tags);
    expect(tags).toContainEqual({ key: 'http.method', value: 'POST' });
    expect(await search('db.instance', 'order')).not.toHaveLength(0);
    expect(await search('url', 'http://order-api/orders')).toEqual([]);
    expect(await search('http.method', null)).toEqual([]);
  });

  it('tell all segments of one trace, each with the same trace', async () => {
    const [{ traceIds }]: Row[] = await sw.traces({
      serviceId: ORDER,
      queryDuration: recent(),
    });
    const rows: Row[] = await sw.traces({ traceId: traceIds[0] });
    const spans: Span[] = await sw.spans(traceIds[0]);
    expect(new Set(rows.map(({ segmentId }) => segmentId))).toEqual(
      new Set(spans.map(({ segmentId }) => segmentId)),
    );
    expect(rows.length).toBeGreaterThan(1);
  });

  it('are short of nothing at the end of a long time', async () => {
    const rows: Row[] = await sw.traces({
      serviceId: ORDER,
      queryDuration: {
        start: '2026-11-20 00',
        end: '2026-11-21 20',
        step: 'HOUR',
      },
    });
    const short: Row[] = await sw.traces({
      serviceId: ORDER,
      queryDuration: recent(),
    });
    expect(rows).toEqual(short);
  });
});

describe('a trace', () => {
  it('is one tree of spans, each inside its parent', async () => {
    const [{ traceIds }]: Row[] = await sw.traces({
      serviceId: ORDER,
      queryDuration: recent(),
    });
    const spans: Span[] = await sw.spans(traceIds[0]);
    const keyOf = (segmentId: string, spanId: number) =>
      `${segmentId}/${spanId}`;
    const byKey = new Map(
      spans.map(span => [keyOf(span.segmentId, span.spanId), span]),
    );
    expect(byKey.size).toBe(spans.length);
    const roots = spans.filter(
      ({ parentSpanId, refs }) => parentSpanId === -1 && refs.length === 0,
    );
    expect(roots.map(({ serviceCode }) => serviceCode)).toEqual(['order-web']);
    for (const span of spans) {
      const [ref] = span.refs;
      const parent = ref
        ? byKey.get(keyOf(ref.parentSegmentId, ref.parentSpanId))
        : byKey.get(keyOf(span.segmentId, span.parentSpanId));
      if (roots.includes(span)) continue;
      expect(parent).toBeDefined();
      if (!parent) continue;
      if (ref) {
        // The caller's exit and the callee's entry are about the same call.
        expect(parent).toMatchObject({
          type: 'Exit',
          endpointName: span.endpointName,
          startTime: span.startTime,
          peer: expect.stringContaining(`${span.serviceCode}:`),
        });
      }
      expect(span.startTime).toBeGreaterThanOrEqual(parent.startTime);
      expect(span.endTime).toBeLessThanOrEqual(parent.endTime);
    }
    const stores = spans.filter(({ layer }) => layer === 'Database');
    expect(stores.length).toBeGreaterThan(0);
    expect(stores[0]).toMatchObject({ type: 'Exit', parentSpanId: 0 });
    expect(stores[0].tags.map(({ key }) => key)).toContain('db.statement');
  });

  it('is the one in the log lines of the same pods', async () => {
    const [{ traceIds }]: Row[] = await sw.traces(
      { serviceId: ORDER, queryDuration: lastMinutes(5, 2, sw.now) },
      'test',
    );
    const spans: Span[] = await sw.spans(traceIds[0], 'test');
    const entries = spans.filter(({ type }) => type === 'Entry');
    expect(entries.length).toBeGreaterThan(1);
    for (const { serviceInstanceName } of entries) {
      expect(logOf('test', serviceInstanceName)).toContain(traceIds[0]);
    }
  });

  it.each([
    '',
    'nope',
    '0123456789abcdef0123456789abcdef.30.17000000000000001',
  ])('has no spans when its id is "%s"', async id => {
    expect(await sw.spans(id)).toEqual([]);
  });
});

describe('what goes wrong', () => {
  it('is in the traces of the canary, with the exception of its log', async () => {
    sw.deploy('order-api-canary', '1.4.2-errors', 1);
    const rows: Row[] = await sw.traces({
      serviceId: ORDER,
      queryDuration: lastMinutes(20, 0, sw.now),
      traceState: 'ERROR',
    });
    expect(rows.length).toBeGreaterThan(3);
    const ofCanary: Span[] = [];
    for (const { traceIds, segmentId, isError } of rows) {
      expect(isError).toBe(true);
      const spans: Span[] = await sw.spans(traceIds[0]);
      const entry = spans.find(
        span => span.segmentId === segmentId && span.type === 'Entry',
      );
      expect(entry?.isError).toBe(true);
      if (entry?.serviceInstanceName.startsWith('order-api-canary-')) {
        ofCanary.push(entry);
      }
    }
    // Others fail once in a thousand requests.
    expect(ofCanary.length).toBeGreaterThan(0.8 * rows.length);
    const [failed] = ofCanary;

    const data = Object.fromEntries(
      failed.logs[0].data.map(({ key, value }) => [key, value]),
    );
    expect(data.event).toBe('error');
    const log = logOf('prod-beijing', failed.serviceInstanceName);
    expect(log).toContain(`${data['error.kind']}: ${data.message}`);
    expect(log).toContain(data.stack.split('\n')[1]);

    // A canary that is stopped after a minute has failed in it, and that is not lost in a sample.
    const pod = Buffer.from(failed.serviceInstanceName).toString('base64');
    for (const ago of [2, 3, 4, 5, 6]) {
      const minute: Row[] = await sw.traces({
        serviceId: ORDER,
        serviceInstanceId: `${ORDER}_${pod}`,
        queryDuration: lastMinutes(1, ago, sw.now),
        traceState: 'ERROR',
      });
      expect(minute.length).toBeGreaterThan(3);
    }
  });
});

describe('what careless developers report', () => {
  it('is on dev and test, and never on prod', async () => {
    const rowsOf = (environment: string, pageSize: number): Promise<Row[]> =>
      sw.traces(
        {
          serviceId: COUPON,
          queryDuration: lastMinutes(480, 0, sw.now),
          paging: { pageNum: 1, pageSize },
        },
        environment,
      );
    const ofTest = await rowsOf('test', 300);
    const names = ofTest.map(({ endpointNames }) => endpointNames[0]).join();
    expect(names).toContain('\u202e');
    expect(names).toContain('\u001b[31m');
    const found = new Map<string, string>();
    for (const { traceIds } of ofTest) {
      const spans: Span[] = await sw.spans(traceIds[0], 'test');
      for (const { key, value } of spans.flatMap(({ tags }) => tags)) {
        found.set(key, value);
      }
      if (found.has('http.params') && found.has('http.body')) break;
    }
    expect(found.get('http.params')).toContain('<script>');
    expect(found.get('http.body')?.length).toBeGreaterThan(1_000_000);

    const ofProd = await rowsOf('prod', 300);
    expect(
      ofProd.map(({ endpointNames }) => endpointNames[0]).join(),
    ).not.toContain('\u202e');
    for (const { traceIds } of ofProd.slice(0, 40)) {
      const spans: Span[] = await sw.spans(traceIds[0]);
      const keys = spans.flatMap(({ tags }) => tags).map(({ key }) => key);
      expect(keys).not.toContain('http.params');
    }
  });

  it('is an endpoint like any other', async () => {
    const { e } = await sw.data(
      `{ e: findEndpoint(serviceId: "${COUPON}", limit: 20) { name } }`,
      {},
      'dev',
    );
    const name = e[e.length - 1].name;
    expect(name).toContain('\u202e');
    const values = await sw.series(
      'endpoint_cpm',
      { serviceName: 'coupon-api', normal: true, endpointName: name },
      lastMinutes(60, 1, sw.now),
      'test',
    );
    expect(values.some(value => value !== null)).toBe(true);
  });
});
