/** The simulated company, the watches on its clusters, and the plugin over HTTP. */
import {
  fleetSchema,
  podListSchema,
  workloadListSchema,
  type WorkloadList,
} from '@pilothouse/plugin-release-common';
import { eventually } from './__testUtils__/eventually';
import { startLandscapeClusters } from './__testUtils__/startLandscapeClusters';
import { component, ORDER, startRelease } from './__testUtils__/startRelease';

const BEIJING = 'prod/prod-beijing/order/order-api';

const ENVIRONMENTS = [
  { name: 'dev', clusters: ['dev'] },
  { name: 'test', clusters: ['test'] },
  { name: 'staging', clusters: ['prod-beijing'], namespaces: ['*-staging'] },
  {
    name: 'prod',
    protected: true,
    clusters: ['prod-beijing', 'prod-shanghai'],
  },
];

describe('on the landscape', () => {
  let landscape: Awaited<ReturnType<typeof startLandscapeClusters>>;
  let release: Awaited<ReturnType<typeof startRelease>>;

  beforeAll(async () => {
    landscape = await startLandscapeClusters();
    release = await startRelease({
      clusters: landscape.connect(),
      pilothouse: { environments: ENVIRONMENTS },
      entities: [
        component('order-api'),
        component('payment-api', { owner: 'team-payment' }),
        component('delivery-api', { owner: 'team-logistics' }),
        component('refund-worker', { owner: 'team-payment' }),
        component('thief', {
          annotations: {
            'backstage.io/kubernetes-label-selector': 'app=payment-api',
          },
        }),
      ],
    });
  }, 60_000);

  afterAll(async () => {
    await release.stop();
    await landscape.stop();
  });

  afterEach(() => landscape.control('POST', '/api/reset', {}));

  async function list(entityRef = ORDER): Promise<WorkloadList> {
    const { body } = await release
      .get(`workloads?entityRef=${entityRef}`)
      .expect(200);
    return workloadListSchema.parse(body);
  }

  const stateOn = (answer: WorkloadList, place: string) =>
    answer.workloads.find(({ id }) => id.startsWith(place));

  it('shows what runs where, on five targets of four clusters', async () => {
    // On a busy machine a cluster may be late with its first signs of life.
    const answer = await eventually(async () => {
      const found = await list();
      expect(found.workloads.map(({ state }) => state)).not.toContain(
        'unknown',
      );
      return found;
    });
    expect(answer.problems).toEqual([]);
    expect(
      answer.workloads.map(workload => [
        workload.id,
        workload.release?.image.tag,
        workload.state,
      ]),
    ).toEqual([
      ['dev/dev/order/order-api', '1.5.0-rc.2', 'healthy'],
      ['test/test/order/order-api', '1.4.1', 'healthy'],
      ['staging/prod-beijing/order-staging/order-api', '1.4.1', 'healthy'],
      [BEIJING, '1.4.0', 'healthy'],
      ['prod/prod-shanghai/order/order-api', '1.4.0', 'healthy'],
    ]);
    expect(stateOn(answer, BEIJING)).toMatchObject({
      canary: { desired: 2, ready: 2, image: { tag: '1.4.1' } },
      canaryShare: 0.25,
      lastChange: { manager: 'pilothouse', fields: ['image'], role: 'canary' },
    });
  });

  it('says what is wrong, and what is stopped', async () => {
    const delivery = await list('component:default/delivery-api');
    expect(stateOn(delivery, 'test/')).toMatchObject({
      state: 'degraded',
      reasons: [
        { code: 'crash-loop', params: { exitCode: 1 } },
        { code: 'deadline-exceeded' },
        { code: 'rolling-out', params: { updated: 1, desired: 2 } },
      ],
    });
    const refund = await list('component:default/refund-worker');
    expect(stateOn(refund, 'dev/')?.state).toBe('stopped');
  });

  it('does not open another team’s namespace for an annotation', async () => {
    const answer = await list('component:default/thief');
    expect(answer.workloads).toEqual([]);
    expect(answer.problems).toContainEqual({
      code: 'not-granted',
      params: { environment: 'prod', count: 4 },
    });
  });

  it('has details and logs of a workload', async () => {
    const { body } = await release.get(
      `workloads/${BEIJING}/pods?entityRef=${ORDER}`,
    );
    const { pods, total } = podListSchema.parse(body);
    expect(total).toBe(8);
    expect(pods[0]).toMatchObject({
      role: 'canary',
      state: 'ready',
      image: { tag: '1.4.1' },
    });
    const details = await Promise.all(
      ['revisions', 'events', 'config'].map(detail =>
        release
          .get(`workloads/${BEIJING}/${detail}?entityRef=${ORDER}`)
          .expect(200),
      ),
    );
    expect(details[0].body.revisions.length).toBeGreaterThan(1);
    expect(details[1].body.events.length).toBeGreaterThan(0);
    expect(details[2].body).toMatchObject({
      services: [{ name: 'order-api', selects: ['release', 'canary'] }],
      sides: [{ readinessProbe: true }, { role: 'canary' }],
    });
    const { text } = await release
      .get(
        `workloads/${BEIJING}/pods/${pods[0].name}/logs?entityRef=${ORDER}&tailLines=5`,
      )
      .expect(200);
    const lines = text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines).toHaveLength(6);
    expect(lines[0].text).not.toBe('');
    expect(lines[5]).toEqual({ end: { code: 'container-ended', params: {} } });
  });

  it('signals a change within 50 ms, and shows it', async () => {
    await list();
    release.published.length = 0;
    await landscape.control('PUT', '/api/services/order-api/version', {
      cluster: 'dev',
      namespace: 'order',
      version: '1.5.0-rc.3',
    });
    const answered = performance.now();
    const [first] = await eventually(() => {
      expect(release.published).not.toHaveLength(0);
      return release.published;
    });
    expect(first.channel).toBe(`release:${ORDER}`);
    expect(first.publishedAt - answered).toBeLessThan(50);
    await eventually(async () => {
      const workload = stateOn(await list(), 'dev/');
      expect(workload?.release?.image.tag).toBe('1.5.0-rc.3');
      expect(workload?.state).toBe('healthy');
    });
  }, 20_000);

  it('has the whole fleet, and what changed since', async () => {
    const { body } = await release.get('fleet').expect(200);
    const fleet = fleetSchema.parse(body);
    expect(fleet.services.map(({ title }) => title).sort()).toEqual([
      'delivery-api',
      'order-api',
      'payment-api',
      'refund-worker',
      'thief',
    ]);
    await landscape.control('PUT', '/api/services/payment-api/version', {
      cluster: 'dev',
      namespace: 'payment',
      version: '3.2.9',
    });
    await eventually(async () => {
      const later = await release
        .get(`fleet?since=${fleet.cursor}`)
        .expect(200);
      const { complete, services } = fleetSchema.parse(later.body);
      expect(complete).toBe(false);
      // What an earlier test changed may still be on its way back.
      expect(services.length).toBeLessThan(fleet.services.length);
      const payment = services.find(({ title }) => title === 'payment-api');
      expect(payment?.cells[0]).toMatchObject({
        environment: 'dev',
        version: '3.2.9',
      });
    });
  });

  it('is not kept waiting by a cluster that hangs from the beginning', async () => {
    await landscape.control('PUT', '/api/clusters/dev/fault', { mode: 'hang' });
    const fresh = await startRelease({
      clusters: landscape.connect(),
      pilothouse: { environments: ENVIRONMENTS },
      entities: [component('order-api')],
    });
    const ask = async () => {
      const before = performance.now();
      const { body } = await fresh.get(`workloads?entityRef=${ORDER}`);
      return {
        took: performance.now() - before,
        answer: workloadListSchema.parse(body),
      };
    };
    const { took, answer } = await ask();
    expect(took).toBeLessThan(2500);
    expect(stateOn(answer, 'dev/')).toBeUndefined();
    expect(stateOn(answer, BEIJING)?.state).toBe('healthy');
    expect(answer.clusters[0]).toMatchObject({ name: 'dev' });
    expect(['connecting', 'unreachable']).toContain(answer.clusters[0].status);
    // What runs there is not said to be nothing.
    expect(answer.problems).toEqual([
      { code: 'not-read', params: { cluster: 'dev' } },
    ]);
    await fresh
      .get(`workloads/dev/dev/order/order-api?entityRef=${ORDER}`)
      .expect(503);
    // Whoever comes later does not wait at all.
    expect((await ask()).took).toBeLessThan(500);
    await landscape.control('PUT', '/api/clusters/dev/fault', { mode: 'none' });
    await eventually(async () => {
      expect((await ask()).answer).toMatchObject({ problems: [] });
      expect(stateOn((await ask()).answer, 'dev/')?.state).toBe('healthy');
    });
    await fresh.stop();
  }, 30_000);

  it('lets a cluster that hangs cost only its own rows', async () => {
    await list();
    await landscape.control('PUT', '/api/clusters/prod-shanghai/fault', {
      mode: 'hang',
    });
    const silent = await eventually(async () => {
      const before = performance.now();
      const answer = await list();
      expect(performance.now() - before).toBeLessThan(500);
      expect(stateOn(answer, 'prod/prod-shanghai')?.state).toBe('unknown');
      return answer;
    });
    expect(stateOn(silent, 'prod/prod-shanghai')).toMatchObject({
      reasons: [{ code: 'no-answer', params: { cluster: 'prod-shanghai' } }],
      release: { image: { tag: '1.4.0' } },
    });
    expect(stateOn(silent, BEIJING)?.state).toBe('healthy');
    await landscape.control('PUT', '/api/clusters/prod-shanghai/fault', {
      mode: 'none',
    });
    await eventually(async () => {
      const answer = await list();
      expect(stateOn(answer, 'prod/prod-shanghai')?.state).toBe('healthy');
    });
  }, 30_000);
});
