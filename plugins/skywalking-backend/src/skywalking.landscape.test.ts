import {
  endpointListSchema,
  healthSchema,
  instanceListSchema,
  serviceListSchema,
  traceListSchema,
  type SkywalkingEndpoint,
} from '@pilothouse/plugin-skywalking-common';
import { mockCredentials } from '@backstage/backend-test-utils';
import * as z from 'zod';
import { openApiDocument } from './http/openApiDocument';
import { component, ORDER, startCompany } from './__testUtils__/startCompany';

type Company = Awaited<ReturnType<typeof startCompany>>;

jest.setTimeout(120_000);

let company: Company;
let backend: Awaited<ReturnType<Company['start']>>;
const stops: (() => Promise<void>)[] = [];

async function started(...options: Parameters<Company['start']>) {
  backend = await company.start(...options);
  stops.push(backend.stop);
  return backend;
}

beforeAll(async () => {
  company = await startCompany();
}, 400_000);
afterEach(async () => {
  company.landscape.skywalking.faults.set({ mode: 'none', delayMs: 0 });
  await Promise.all(stops.splice(0).map(stop => stop()));
});
afterAll(() => company.stop());

const PROD = { entityRef: ORDER, environment: 'prod' };

describe('the health of a service', () => {
  it('is told for now and yesterday, and the canary for itself', async () => {
    const { get } = await started();
    const { status, body } = await get('health', PROD);
    expect(status).toBe(200);
    const health = healthSchema.parse(body);
    expect(health.service).toMatchObject({
      instance: 'prod',
      name: 'order-api',
      status: 'found',
      layer: 'GENERAL',
      ui: {
        generation: 'booster',
        baseUrl: 'https://sw.test/prod',
        tracePage: false,
      },
    });
    expect(health.problems).toEqual([]);
    expect(health.series.times.length).toBeGreaterThanOrEqual(28);
    expect(health.now.requestsPerMinute).toBeGreaterThan(0);
    expect(health.yesterday.requestsPerMinute).toBeGreaterThan(0);
    expect(health.series.times[0] - health.yesterdaySeries.times[0]).toBe(
      24 * 60 * 60_000,
    );
    const [release, canary] = health.sides;
    expect(release).toMatchObject({ role: 'release', verdict: 'healthy' });
    expect(canary).toMatchObject({
      role: 'canary',
      verdict: 'degraded',
      versions: ['1.4.2-errors'],
    });
    expect(Number(canary.successRate)).toBeLessThan(0.97);
    expect(Number(release.successRate)).toBeGreaterThan(0.99);
  });

  it('has no sides where the pods are not the service, and says so', async () => {
    const { get } = await started({
      pods: () => [
        { name: 'other-1', role: 'release', tag: '1', ip: '10.9.9.9' },
      ],
      // Nobody else names it, so no proof is needed.
    });
    const { body } = await get('health', PROD);
    expect(body.problems).toEqual([{ code: 'no-instance-data', params: {} }]);
    expect(body.sides).toMatchObject([
      { role: 'release', verdict: 'unknown', successRate: null },
    ]);
    expect(body.verdict).not.toBe('unknown');
  });

  it('is asked once for everybody who looks', async () => {
    const { get } = await started();
    await get('health', PROD);
    const before = company.landscape.skywalking.requestCount();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => get('health', PROD)),
    );
    expect(all.every(({ status }) => status === 200)).toBe(true);
    // One more where a minute ends meanwhile.
    expect(
      company.landscape.skywalking.requestCount() - before,
    ).toBeLessThanOrEqual(6);
  });
});

describe('the lists of a service', () => {
  it('have its instances, as pods, the canary first', async () => {
    const { get } = await started();
    const { body } = await get('instances', PROD);
    const { instances } = instanceListSchema.parse(body);
    expect(instances[0]).toMatchObject({
      pod: { role: 'canary', version: '1.4.2-errors' },
    });
    const names = new Set(company.pods().map(({ name }) => name));
    for (const { name, pod } of instances) {
      expect(pod?.name).toBe(names.has(name) ? name : undefined);
    }
    expect(instances.filter(({ pod }) => pod).length).toBe(names.size);
  });

  it('know the canary of a rollout that has ended, by the names of its pods', async () => {
    const { get } = await started({
      pods: () => company.pods().filter(({ role }) => role === 'release'),
    });
    const { body } = await get('instances', PROD);
    const [first, ...others] = instanceListSchema.parse(body).instances;
    expect(first).toMatchObject({ role: 'canary' });
    expect(first.pod).toBeUndefined();
    expect(others.map(({ role }) => role)).not.toContain(undefined);
    const { sides } = healthSchema.parse((await get('health', PROD)).body);
    expect(sides[1]).toMatchObject({
      role: 'canary',
      verdict: 'degraded',
      pods: 0,
      versions: [],
    });
    const query = { ...PROD, role: 'canary', state: 'error' };
    const { traces } = traceListSchema.parse((await get('traces', query)).body);
    expect(traces.length).toBeGreaterThan(0);
    for (const { role, version } of traces) {
      expect({ role, version }).toEqual({ role: 'canary' });
    }
  });

  it.each([
    ['slowest', each => -Number(each.average)],
    ['failing', each => Number(each.successRate)],
    ['busiest', each => -Number(each.requestsPerMinute)],
  ] as [string, (each: SkywalkingEndpoint) => number][])(
    'have its %s endpoints',
    async (order, figureOf) => {
      const { get } = await started();
      const { body } = await get('endpoints', { ...PROD, order, limit: '3' });
      const list = endpointListSchema.parse(body);
      expect(list.order).toBe(order);
      expect(list.endpoints.length).toBeGreaterThan(0);
      const figures = list.endpoints.map(figureOf);
      expect(figures).toEqual(figures.toSorted((a, b) => a - b));
    },
  );

  it('have its traces, of either side', async () => {
    const { get } = await started();
    const find = async (query: Record<string, string> = {}) =>
      traceListSchema.parse((await get('traces', { ...PROD, ...query })).body);
    const all = await find();
    expect(all.traces).toHaveLength(20);
    expect(all.traces.every(({ role }) => role !== undefined)).toBe(true);

    const failed = await find({ role: 'canary', state: 'error' });
    expect(failed.traces.length).toBeGreaterThan(0);
    for (const trace of failed.traces) {
      expect(trace).toMatchObject({
        isError: true,
        role: 'canary',
        version: '1.4.2-errors',
      });
    }
    const [{ traceId }] = failed.traces;
    expect((await find({ traceId })).traces).toHaveLength(1);
    // Of another service, and of nobody.
    expect((await find({ traceId: 'a.b.c' })).traces).toEqual([]);

    // Of a time that is over, as there are new ones every second.
    const { from } = all;
    const to = new Date(Date.parse(all.to) - 60_000).toISOString();
    const [first, second] = [
      await find({ from, to }),
      await find({ from, to, page: '2' }),
    ];
    const ids = [...first.traces, ...second.traces].map(each => each.traceId);
    expect(ids).toHaveLength(40);
    expect(new Set(ids).size).toBe(40);

    const { instances } = (await get('instances', PROD)).body;
    const one = await find({ instanceId: instances[0].id });
    expect(one.traces.every(each => each.instance === instances[0].name)).toBe(
      true,
    );
  });
});

describe('whose service it is', () => {
  const THIEF = { entityRef: 'component:default/thief', environment: 'prod' };

  it.each(['health', 'instances', 'endpoints', 'traces'])(
    'is asked before its %s are told',
    async path => {
      const { get } = await started();
      const { status, body } = await get(path, THIEF);
      expect(status).toBe(403);
      expect(body.error.message).toMatch(/payment-api.*names it, too/);
    },
  );

  it('is said in the list of services, without what is there', async () => {
    const { get } = await started();
    const { body } = await get('services', { entityRef: THIEF.entityRef });
    const { services } = serviceListSchema.parse(body);
    expect(services.map(({ status, id }) => [status, id])).toEqual([
      ['refused', undefined],
      ['refused', undefined],
    ]);
    expect(services[0].problem).toMatchObject({ code: 'claimed-by-others' });
  });

  it('is proven by the pods that it runs on, and by no fewer', async () => {
    const rival = component('rival', 'team-rival', {
      'skywalking.apache.org/service': 'order-api',
    });
    const asRival = {
      entityRef: 'component:default/rival',
      environment: 'prod',
    };
    // A rollout of some minutes ago leaves instances without pods; here it was long ago.
    const first = await started({ more: [rival] });
    expect((await first.get('health', PROD)).status).toBe(200);
    expect((await first.get('health', asRival)).status).toBe(403);

    const second = await started({
      more: [rival],
      pods: () => company.pods().slice(1),
    });
    expect((await second.get('health', PROD)).status).toBe(403);
  });

  it('is asked by the name that it has there, however entities write it', async () => {
    const service = (name: string) => ({
      'skywalking.apache.org/service': name,
    });
    const { get } = await started({
      more: [
        component('catalogue', 'team-product', service('api')),
        component('prefixed', 'team-thief', service('product-api')),
      ],
      instances: { prod: { serviceName: 'product-{service}' } },
    });
    const entityRef = 'component:default/prefixed';
    const { status } = await get('health', { entityRef, environment: 'dev' });
    expect(status).toBe(403);
  });

  it('is listed once for each name that it has', async () => {
    const { get } = await started({
      instances: {
        dev: {
          environments: ['dev', 'test'],
          serviceName: '{service}-{environment}',
        },
      },
    });
    const { body } = await get('services', { entityRef: PROD.entityRef });
    const { services } = serviceListSchema.parse(body);
    expect(
      services.map(({ instance, name, environments }) => [
        instance,
        name,
        environments,
      ]),
    ).toEqual([
      ['dev', 'order-api-dev', ['dev']],
      ['dev', 'order-api-test', ['test']],
      ['prod', 'order-api', ['prod']],
    ]);
  });

  it('is shared by entities of one owner', async () => {
    const { get } = await started();
    const entityRef = 'component:default/order-docs';
    expect((await get('health', { ...PROD, entityRef })).status).toBe(200);
  });
});

describe('who may not', () => {
  it('is refused, and learns of nothing that cannot be seen', async () => {
    const { get } = await started({ allow: false });
    const { status, body } = await get('health', PROD);
    expect(status).toBe(403);
    expect(body.error.message).toContain('skywalking.service.read');
    const entityRef = 'component:default/nobody';
    expect((await get('health', { ...PROD, entityRef })).status).toBe(404);
  });

  it('asks for what there is not', async () => {
    const { get } = await started();
    const at = async (query: Record<string, string>) =>
      (await get('health', { ...PROD, ...query })).status;
    expect(await at({ environment: 'moon' })).toBe(404);
    expect(await at({ instance: 'dev' })).toBe(404);
    expect(await at({ entityRef: 'component:default/nameless' })).toBe(404);
    const { body } = await get('services', {
      entityRef: 'component:default/nameless',
    });
    expect(body.services).toEqual([]);
  });
});

describe('a SkyWalking', () => {
  it.each([
    [{ mode: 'refuse', delayMs: 0 }, 'away'],
    [{ mode: 'hang', delayMs: 0 }, 'timeout'],
    [{ mode: 'slow', delayMs: 10_000 }, 'timeout'],
    [{ mode: 'error', delayMs: 0 }, 'away'],
    [{ mode: 'unauthorized', delayMs: 0 }, 'refused'],
  ] as const)(
    'with the fault %j is told as it is, in time',
    async (fault, code) => {
      const { get } = await started({ timeout: 2_500 });
      company.landscape.skywalking.faults.set(fault);
      const begin = performance.now();
      const answers = await Promise.all([
        get('health', PROD),
        get('instances', PROD),
        get('endpoints', PROD),
        get('traces', PROD),
      ]);
      for (const { status, body } of answers) {
        expect(status).toBe(200);
        expect(body.service).toMatchObject({
          status: 'away',
          problem: { code, params: { instance: 'prod' } },
        });
      }
      const { body } = await get('services', { entityRef: ORDER });
      expect(body.services).toHaveLength(2);
      // Two rounds.
      expect(performance.now() - begin).toBeLessThan(6_500);
      healthSchema.parse(answers[0].body);
    },
  );

  it('that fails half-way through is away, too', async () => {
    const { get } = await started();
    await get('services', { entityRef: ORDER });
    company.landscape.skywalking.faults.set({ mode: 'error', delayMs: 0 });
    const { status, body } = await get('health', PROD);
    expect(status).toBe(200);
    expect(healthSchema.parse(body)).toMatchObject({
      service: { status: 'away' },
      problems: [{ code: 'away' }],
      verdict: 'unknown',
    });
  });

  it('without the service says that it has none', async () => {
    const { get } = await started();
    const unborn = 'component:default/unborn';
    const { status, body } = await get('health', {
      ...PROD,
      entityRef: unborn,
    });
    expect(status).toBe(200);
    expect(body.service).toMatchObject({
      status: 'absent',
      problem: { code: 'absent', params: { service: 'unborn' } },
    });
    company.landscape.skywalking.faults.set({ mode: 'no-service', delayMs: 0 });
    const other = await started();
    expect((await other.get('traces', PROD)).body).toMatchObject({
      service: { status: 'absent' },
      traces: [],
    });
  });
});

describe('hostile input', () => {
  it.each<[string, string, Record<string, string>]>([
    ['entityRef', 'health', { entityRef: 'component:default/order-api"){' }],
    ['entityRef', 'health', { entityRef: '../../etc/passwd' }],
    ['entityRef', 'services', {}],
    ['environment', 'health', { environment: 'prod"){' }],
    ['environment', 'health', { environment: '../dev' }],
    ['environment', 'health', { environment: 'a\u0000b' }],
    ['instance', 'health', { instance: 'a b' }],
    ['from', 'health', { from: 'yesterday' }],
    ['from', 'health', { from: '2026-11-21 0800' }],
    [
      'from',
      'health',
      { from: '2999-01-01T00:00:00Z', to: '2999-01-02T00:00:00Z' },
    ],
    ['from', 'health', { from: '2020-01-01T00:00:00Z' }],
    [
      'from',
      'traces',
      { from: '2026-11-21T08:00:00Z', to: '2026-11-20T08:00:00Z' },
    ],
    ['to', 'health', { to: '1e99' }],
    ['step', 'health', { step: 'SECOND' }],
    ['order', 'endpoints', { order: 'slowest; drop' }],
    ['limit', 'endpoints', { limit: '51' }],
    ['limit', 'endpoints', { limit: '-1' }],
    ['role', 'traces', { role: 'admin' }],
    ['role', 'traces', { role: '__proto__' }],
    ['state', 'traces', { state: 'ALL' }],
    ['page', 'traces', { page: '26' }],
    ['minDuration', 'traces', { minDuration: '1e9' }],
    ['traceId', 'traces', { traceId: '"){id}' }],
    ['traceId', 'traces', { traceId: 'a\u202eb' }],
    ['traceId', 'traces', { traceId: 'x'.repeat(201) }],
    ['endpointId', 'traces', { endpointId: 'x' }],
    // Of another service.
    ['endpointId', 'traces', { endpointId: 'cGF5bWVudC1hcGk=.1_UE9TVDovcGF5' }],
    ['instanceId', 'traces', { instanceId: 'cGF5bWVudC1hcGk=.1_cGF5' }],
    ['instanceId', 'traces', { instanceId: 'b3JkZXItYXBp.1_b3JkZXI=b3JkZXI=' }],
    ['instanceId', 'traces', { instanceId: 'b3JkZXItYXBp.1_"){' }],
  ])('as %s of %s is refused by its name: %j', async (name, path, query) => {
    const { get } = await started();
    const { status, body } = await get(path, {
      ...(path === 'services' ? {} : PROD),
      ...query,
    });
    expect(status).toBe(400);
    expect(body.error.message).toMatch(new RegExp(`^Query parameter ${name}:`));
  });

  it('cannot come twice', async () => {
    const { get } = await started();
    const { status } = await get('health?environment=prod&environment=dev', {
      entityRef: ORDER,
    });
    expect(status).toBe(400);
  });

  it('in an annotation is the name of nothing', async () => {
    const { get } = await started();
    const { status, body } = await get('health', {
      ...PROD,
      entityRef: 'component:default/odd',
    });
    expect(status).toBe(200);
    expect(body.service.status).toBe('absent');
  });
});

describe('the OpenAPI document', () => {
  function schemaOf(name: string): z.ZodType {
    const { schemas } = openApiDocument().components;
    return z.fromJSONSchema(
      JSON.parse(
        JSON.stringify({ $ref: `#/$defs/${name}`, $defs: schemas }).replaceAll(
          '#/components/schemas/',
          '#/$defs/',
        ),
      ),
    );
  }

  it.each([
    ['services', 'ServiceList'],
    ['health', 'Health'],
    ['instances', 'InstanceList'],
    ['endpoints', 'EndpointList'],
    ['traces', 'TraceList'],
  ])('describes %s', async (path, name) => {
    const { get } = await started();
    const { body: document } = await get('openapi.json').expect(200);
    const media =
      document.paths[`/v1/${path}`].get.responses[200].content[
        'application/json'
      ];
    expect(media.schema.$ref).toBe(`#/components/schemas/${name}`);
    expect(schemaOf(name).safeParse(media.example).error).toBeUndefined();
    const { body } = await get(
      path,
      path === 'services' ? { entityRef: ORDER } : PROD,
    );
    expect(schemaOf(name).safeParse(body).error).toBeUndefined();
    expect(schemaOf(name).safeParse({}).success).toBe(false);
  });
});

describe('actions', () => {
  it('tell health and traces to programs', async () => {
    const { actions } = await started();
    const health = await actions.invoke({
      id: 'test:get-service-health',
      input: PROD,
      credentials: mockCredentials.user(),
    });
    expect(health.output).toMatchObject({
      service: { name: 'order-api', status: 'found' },
      sides: [{ role: 'release' }, { role: 'canary', verdict: 'degraded' }],
    });
    const traces = await actions.invoke({
      id: 'test:find-traces',
      input: { ...PROD, role: 'canary', state: 'error', page: 1 },
      credentials: mockCredentials.user(),
    });
    expect(traces.output).toMatchObject({
      traces: expect.arrayContaining([
        expect.objectContaining({
          role: 'canary',
          url: 'https://sw.test/prod/dashboard/GENERAL/Service/b3JkZXItYXBp.1/General-Service/tab/4',
        }),
      ]),
    });
  });
});
