import type { EvidenceRequest } from '@pilothouse/plugin-release-node';
import {
  SkywalkingError,
  noFigures,
  type Figures,
  type MetricWindow,
  type OapInstance,
  type Skywalking,
} from '@pilothouse/plugin-skywalking-node';
import { ConfigReader } from '@backstage/config';
import { readEvidenceConfig } from './readEvidenceConfig';
import { SkywalkingEvidence } from './SkywalkingEvidence';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const SINCE = NOW - 10 * 60_000;
const TIMES = Array.from({ length: 10 }, (_, index) => SINCE + index * 60_000);
const SERVICE = { id: 'b3JkZXI=.1', name: 'order-api', layer: 'GENERAL' };

const pod = (name: string) => ({ name, uid: `uid-${name}`, ip: undefined });
const request = (more: Partial<EvidenceRequest> = {}): EvidenceRequest => ({
  entityRef: 'component:default/order-api',
  annotations: { 'backstage.io/kubernetes-id': 'order-api' },
  target: { environment: 'prod', cluster: 'prod-beijing', namespace: 'order' },
  name: 'order-api',
  rolloutId: 'r1',
  image: 'registry.yunfan.test/order/order-api:1.1.0-errors',
  since: SINCE,
  canary: [pod('canary-1')],
  release: [pod('release-1'), pod('release-2')],
  ...more,
});
const instance = (name: string): OapInstance => ({
  id: `${SERVICE.id}_${name}`,
  name,
  attributes: {},
});
const series = (value: number | null) => TIMES.map(() => value);
const figures = (rpm: number, successRate: number): Figures => ({
  ...noFigures(TIMES.length),
  requestsPerMinute: series(rpm),
  successRate: series(successRate),
  average: series(40),
});

const windowOf = (times: readonly number[]): MetricWindow => ({
  step: 'MINUTE',
  stepMs: 60_000,
  times,
  duration: { start: '', end: '', step: 'MINUTE' },
});

/** Only what the evidence asks; the client has contract tests of its own. */
function skywalking(
  byInstance: Record<string, Figures>,
  more: Partial<Skywalking> = {},
) {
  const asked: { state?: string; instanceIds?: readonly string[] }[] = [];
  const double: Partial<Skywalking> = {
    nameOf: (service: string) => service,
    findService: async () => SERVICE,
    windowOf: async () => windowOf(TIMES),
    minuteWindows: async () => [windowOf(TIMES)],
    listInstances: async () => Object.keys(byInstance).map(instance),
    readFigures: async entities =>
      entities.map(entity =>
        entity.scope === 'ServiceInstance'
          ? byInstance[entity.serviceInstanceName]
          : noFigures(TIMES.length),
      ),
    findTraces: async (_, search) => {
      asked.push(search);
      const isError = search.state === 'ERROR';
      return {
        traces: isError
          ? [
              {
                traceId: 'abc.1.1',
                start: NOW,
                duration: 5,
                isError,
                endpoints: ['POST:/orders\u202e<b>'],
              },
            ]
          : [],
        hasMore: false,
        labelled: true,
      };
    },
    describeUi: async () => ({
      generation: 'horizon',
      baseUrl: 'https://skywalking.yunfan.test',
      tracePage: true,
    }),
    ...more,
  };
  return { double: double as Skywalking, asked };
}

function evidence(double: Skywalking) {
  return new SkywalkingEvidence({
    skywalkings: {
      for: environment => (environment === 'dev' ? undefined : double),
    },
    policies: readEvidenceConfig(
      new ConfigReader({
        skywalking: { evidence: { environments: ['dev', 'prod'] } },
      }),
    ),
    clock: () => NOW,
  });
}
const options = { signal: new AbortController().signal };

it('fails a canary whose pods fail, and says where to look', async () => {
  const { double, asked } = skywalking({
    'canary-1': figures(30, 0.9),
    'release-1': figures(30, 0.999),
    'release-2': figures(30, 0.998),
    'of-somebody-else': figures(30, 0),
  });
  const report = await evidence(double).measure(request(), options);
  expect(report).toMatchObject({
    provider: 'skywalking',
    verdict: 'fail',
    since: '2026-11-20T11:50:00.000Z',
  });
  const [success, latency] = report?.checks ?? [];
  expect(success).toMatchObject({
    code: 'success-rate',
    verdict: 'fail',
    links: [
      {
        title: 'POST:/orders <b> abc.1.1',
        url: 'https://skywalking.yunfan.test/layer/general/trace?traceId=abc.1.1',
      },
    ],
  });
  expect(success.canary).toBeCloseTo(0.9);
  expect(success.release).toBeCloseTo(0.9985);
  expect(latency).toMatchObject({ code: 'average-latency', verdict: 'pass' });
  expect(asked.filter(({ state }) => state === 'ERROR')).toEqual([
    expect.objectContaining({ instanceIds: [instance('canary-1').id] }),
  ]);
});

it('passes a canary that is like its release', async () => {
  const { double } = skywalking({
    'canary-1': figures(30, 0.998),
    'release-1': figures(30, 0.999),
  });
  const report = await evidence(double).measure(request(), options);
  expect(report?.verdict).toBe('pass');
});

it.each<[string, Partial<Skywalking>, Partial<EvidenceRequest>, string]>([
  [
    'its service is not known',
    { findService: async () => undefined },
    {},
    'no-service',
  ],
  ['no canary pod runs', {}, { canary: [] }, 'no-pods'],
  [
    'SkyWalking does not answer',
    {
      findService: async () => {
        throw new SkywalkingError('late', {
          fault: 'timeout',
          instance: 'prod',
        });
      },
    },
    {},
    'skywalking-timeout',
  ],
])('knows nothing where %s', async (_, more, asked, code) => {
  const { double } = skywalking({ 'canary-1': figures(30, 1) }, more);
  const report = await evidence(double).measure(request(asked), options);
  expect(report).toMatchObject({ verdict: 'unknown', problem: { code } });
});

it('adds up what several questions say of a long step', async () => {
  const { double } = skywalking(
    { 'canary-1': figures(6, 0.9), 'release-1': figures(30, 1) },
    { minuteWindows: async () => [windowOf(TIMES), windowOf(TIMES)] },
  );
  const report = await evidence(double).measure(request(), options);
  // 60 requests in each of the two.
  expect(report).toMatchObject({
    verdict: 'fail',
    checks: [{ code: 'success-rate' }, { code: 'average-latency' }],
  });
});

it('knows nothing while no minute of the step is over', async () => {
  const { double } = skywalking(
    { 'canary-1': figures(300, 1), 'release-1': figures(300, 1) },
    { minuteWindows: async () => [] },
  );
  const report = await evidence(double).measure(request(), options);
  expect(report).toMatchObject({
    verdict: 'unknown',
    checks: [
      {
        code: 'success-rate',
        reasons: [{ code: 'too-few-requests', params: { requests: 0 } }],
      },
      { code: 'average-latency' },
    ],
  });
});

it('fails a canary by its metrics also where traces come too late', async () => {
  const { double } = skywalking(
    { 'canary-1': figures(30, 0.5), 'release-1': figures(30, 0.999) },
    {
      findTraces: async () => {
        throw new SkywalkingError('late', {
          fault: 'timeout',
          instance: 'prod',
        });
      },
    },
  );
  const report = await evidence(double).measure(request(), options);
  expect(report).toMatchObject({
    verdict: 'fail',
    checks: [
      { code: 'success-rate', verdict: 'fail', links: [] },
      { code: 'average-latency', verdict: 'pass' },
    ],
  });
});

it.each([
  ['one of sixty is slow', 1, 'unknown'],
  ['a tenth of them is slow', 6, 'fail'],
])('of a canary of which %s', async (_, slow, verdict) => {
  const { double } = skywalking(
    { 'canary-1': figures(30, 1), 'release-1': figures(30, 1) },
    {
      findTraces: async (__, { state, instanceIds, limit }) => {
        const isCanary = instanceIds?.[0]?.endsWith('canary-1');
        const count = isCanary ? 60 : limit;
        return {
          hasMore: false,
          labelled: true,
          traces:
            state === 'ERROR'
              ? []
              : Array.from({ length: count }, (___, index) => ({
                  traceId: String(index),
                  start: NOW,
                  duration: isCanary && index < slow ? 5_000 : 200,
                  isError: false,
                  endpoints: [],
                })),
        };
      },
    },
  );
  const report = await evidence(double).measure(request(), options);
  expect(report?.checks.map(check => check.code)).toEqual([
    'success-rate',
    'latency-p90',
    'latency-p99',
  ]);
  expect(report?.verdict).toBe(verdict);
});

it('knows nothing of a canary that SkyWalking has not seen', async () => {
  const { double } = skywalking({ 'release-1': figures(30, 1) });
  const report = await evidence(double).measure(request(), options);
  expect(report).toMatchObject({
    verdict: 'unknown',
    checks: [
      { code: 'success-rate', reasons: [{ code: 'too-few-requests' }] },
      { code: 'average-latency' },
    ],
  });
});

it('has nothing to do with environments that do not ask for it, or have no SkyWalking', async () => {
  const { double } = skywalking({});
  const provider = evidence(double);
  for (const environment of ['dev', 'test']) {
    const asked = request({ target: { ...request().target, environment } });
    expect(await provider.measure(asked, options)).toBeUndefined();
    expect(await provider.measuresTraffic(asked, options)).toBe(false);
  }
  expect(await provider.measuresTraffic(request(), options)).toBe(true);
  expect(
    await provider.measuresTraffic(request({ annotations: {} }), options),
  ).toBe(false);
});
