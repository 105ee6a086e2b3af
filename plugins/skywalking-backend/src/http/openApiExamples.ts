const SERVICE = {
  instance: 'prod',
  environments: ['prod'],
  name: 'order-api',
  id: 'b3JkZXItYXBp.1',
  layer: 'GENERAL',
  status: 'found',
  ui: {
    generation: 'booster',
    baseUrl: 'https://skywalking.yunfan.test',
    tracePage: false,
  },
};

const AS_OF = '2026-11-21T08:30:10.000Z';

const WINDOW = {
  from: '2026-11-21T08:00:00.000Z',
  to: '2026-11-21T08:30:00.000Z',
  step: 'MINUTE',
};

const POINT = {
  requestsPerMinute: 1260,
  successRate: 0.9996,
  apdex: 0.99,
  average: 48,
  p50: 40,
  p75: 60,
  p90: 110,
  p95: 180,
  p99: 320,
};

const TIMES = [1795248000000, 1795248060000];

const SERIES = {
  times: TIMES,
  requestsPerMinute: [1250, 1270],
  successRate: [0.9995, null],
  apdex: [0.99, null],
  average: [48, null],
  p50: [40, null],
  p75: [60, null],
  p90: [110, null],
  p95: [180, null],
  p99: [320, null],
};

/** By the names of schemas. */
export const openApiExamples = {
  ServiceList: { services: [SERVICE], now: AS_OF },
  Health: {
    service: SERVICE,
    window: WINDOW,
    now: POINT,
    yesterday: POINT,
    series: SERIES,
    yesterdaySeries: SERIES,
    verdict: 'healthy',
    reasons: [],
    sides: [
      {
        role: 'canary',
        versions: ['1.5.0'],
        pods: 1,
        requestsPerMinute: 210,
        successRate: 0.93,
        average: 51,
        verdict: 'degraded',
      },
    ],
    problems: [],
    asOf: AS_OF,
  },
  InstanceList: {
    service: SERVICE,
    window: WINDOW,
    instances: [
      {
        id: 'b3JkZXItYXBp.1_b3JkZXItYXBpLTY1ZmY2OWY5NTQtMms0eHA=',
        name: 'order-api-65ff69f954-2k4xp',
        language: 'JAVA',
        role: 'release',
        pod: {
          name: 'order-api-65ff69f954-2k4xp',
          role: 'release',
          target: {
            environment: 'prod',
            cluster: 'prod-beijing',
            namespace: 'order',
          },
          version: '1.4.2',
          workloadId: 'prod/prod-beijing/order/order-api',
        },
        requestsPerMinute: 420,
        successRate: 1,
        average: 47,
        series: {
          times: TIMES,
          requestsPerMinute: [410, 430],
          successRate: [1, 1],
        },
      },
    ],
    problems: [],
    asOf: AS_OF,
  },
  EndpointList: {
    service: SERVICE,
    window: WINDOW,
    order: 'slowest',
    endpoints: [
      {
        id: 'b3JkZXItYXBp.1_UE9TVDovb3JkZXJz',
        name: 'POST:/orders',
        requestsPerMinute: 310,
        successRate: 0.999,
        average: 130,
        p99: 420,
      },
    ],
    problems: [{ code: 'cut', params: { shown: 1 } }],
    asOf: AS_OF,
  },
  TraceList: {
    service: SERVICE,
    from: WINDOW.from,
    to: WINDOW.to,
    traces: [
      {
        traceId: 'a1b2c3d4e5f60718293a4b5c6d7e8f90.101.17952499000070001',
        start: 1795249900007,
        duration: 507,
        isError: true,
        endpoints: ['POST:/orders'],
        instance: 'order-api-canary-59d8f7b6c-q4w7z',
        role: 'canary',
        version: '1.5.0',
      },
    ],
    hasMore: false,
    problems: [],
    asOf: AS_OF,
  },
};
