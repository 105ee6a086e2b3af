import { ConflictError } from '@backstage/errors';
import {
  TooManyRequestsError,
  type WatchedKinds,
} from '@pilothouse/plugin-clusters-node';
import {
  podListSchema,
  workloadListSchema,
} from '@pilothouse/plugin-release-common';
import { companyPerTest } from './__testUtils__/companyPerTest';
import { eventually } from './__testUtils__/eventually';
import { event } from './__testUtils__/objects';
import { component, ORDER } from './__testUtils__/startRelease';

const WORKLOAD = 'workloads/prod/prod-beijing/order/order-api';

const company = companyPerTest();

describe('the workloads of an entity', () => {
  it('are listed by environment and cluster, with what differs', async () => {
    await company.start();
    const { body } = await company.release
      .get(`workloads?entityRef=${ORDER}`)
      .expect(200)
      .expect('Cache-Control', 'no-store');
    const list = workloadListSchema.parse(body);
    expect(
      list.workloads.map(({ id, state, drift, release: side }) => ({
        id,
        state,
        drift,
        tag: side?.image.tag,
      })),
    ).toEqual([
      {
        id: 'dev/dev/order/order-api',
        state: 'healthy',
        drift: false,
        tag: '1.4.0',
      },
      {
        id: 'prod/prod-beijing/order/order-api',
        state: 'healthy',
        drift: true,
        tag: '1.4.0',
      },
      {
        id: 'prod/prod-shanghai/order/order-api',
        state: 'healthy',
        drift: true,
        tag: '1.3.0',
      },
    ]);
    expect(list.workloads[1]).toMatchObject({
      canary: { image: { tag: '1.4.1' }, desired: 1 },
      canaryShare: 0.25,
    });
    expect(list.environments.map(({ name }) => name)).toEqual(['dev', 'prod']);
    expect(list.clusters.map(({ name, status }) => [name, status])).toEqual([
      ['dev', 'live'],
      ['prod-beijing', 'live'],
      ['prod-shanghai', 'live'],
    ]);
    expect(list.problems).toEqual([]);
  });

  it('are told with the age of what is known when a cluster is silent', async () => {
    await company.start();
    const lastContactAt = Date.now() - 38_000;
    company.clusters
      .cluster('prod-shanghai')
      .setHealth({ status: 'unreachable', lastContactAt });
    const { body } = await company.release.get(`workloads?entityRef=${ORDER}`);
    const { workloads } = workloadListSchema.parse(body);
    expect(workloads[2]).toMatchObject({
      state: 'unknown',
      reasons: [
        {
          code: 'no-answer',
          params: { cluster: 'prod-shanghai', seconds: 38 },
        },
      ],
      staleSince: new Date(lastContactAt).toISOString(),
      release: { image: { tag: '1.3.0' } },
    });
    // What it ran once proves nothing about the other cluster.
    expect(workloads[1]).toMatchObject({ state: 'healthy', drift: false });
  });

  it('are told with all that hangs on them as last known when a cluster refuses us', async () => {
    await company.start();
    const since = Date.now() - 20_000;
    company.clusters.cluster('prod-beijing').setHealth({
      status: 'unauthorized',
      since,
      lastContactAt: Date.now(),
    });
    const staleSince = new Date(since).toISOString();
    const refused = {
      code: 'refused',
      params: { cluster: 'prod-beijing', seconds: 20 },
    };
    const one = await company.release.get(`${WORKLOAD}?entityRef=${ORDER}`);
    expect(one.body).toMatchObject({ state: 'unknown', reasons: [refused] });
    const { body } = await company.release.get(
      `${WORKLOAD}/pods?entityRef=${ORDER}`,
    );
    const { pods } = podListSchema.parse(body);
    expect(pods).toMatchObject(
      Array(4).fill({ state: 'unknown', reasons: [refused] }),
    );
    for (const detail of ['pods', 'revisions', 'events', 'config']) {
      const answer = await company.release.get(
        `${WORKLOAD}/${detail}?entityRef=${ORDER}`,
      );
      expect(answer.body).toMatchObject({ staleSince });
    }
  });

  it.each([
    '',
    '?entityRef=order-api',
    '?entityRef=component:default/..',
    '?entityRef=component:..%2F..%2Fadmin/x',
    '?entityRef=component:default/a%00b',
    '?entityRef=component:default/a%20b',
    '?entityRef=component:default/%E2%80%AEipa-redro',
    `?entityRef=component:default/${'a'.repeat(254)}`,
    `?entityRef=${ORDER}&entityRef=${ORDER}`,
    `?entityRef[a]=${ORDER}`,
  ])('are not asked for by %p', async query => {
    await company.start();
    const { body } = await company.release.get(`workloads${query}`).expect(400);
    expect(body.error.message).toMatch(
      /^Query parameter entityRef.*such as component:default\/order-api/,
    );
  });

  it('are not asked for by a path that cannot be decoded', async () => {
    await company.start();
    const { body } = await company.release
      .get(`workloads/prod/%zz/order/order-api?entityRef=${ORDER}`)
      .expect(400);
    expect(body.error.message).toMatch(/^The path cannot be decoded/);
  });

  it('have a share of canary pods only where there is a canary', async () => {
    await company.start();
    const { body } = await company.release.get(`workloads?entityRef=${ORDER}`);
    const { workloads } = workloadListSchema.parse(body);
    expect(workloads.map(({ canaryShare }) => canaryShare)).toEqual([
      undefined,
      0.25,
      undefined,
    ]);
  });

  it('do not include what an annotation alone would open', async () => {
    await company.start({
      entities: [
        component('thief', {
          annotations: {
            'backstage.io/kubernetes-label-selector': 'app',
            'backstage.io/kubernetes-namespace': 'payment',
          },
        }),
      ],
    });
    const { body } = await company.release
      .get('workloads?entityRef=component:default/thief')
      .expect(200);
    expect(body).toMatchObject({
      workloads: [],
      problems: [
        { code: 'not-granted', params: { environment: 'prod', count: 1 } },
      ],
    });
    await company.release
      .get(
        'workloads/prod/prod-beijing/payment/payment-api/pods?entityRef=component:default/thief',
      )
      .expect(404);
  });

  it('may stand in a namespace that the configuration grants', async () => {
    await company.start({
      entities: [component('payment-api')],
      pilothouse: {
        environments: [{ name: 'prod', clusters: ['prod-beijing', 'gone'] }],
        namespaces: [
          {
            environment: 'prod',
            namespace: 'pay*',
            owners: ['group:default/team-order'],
          },
        ],
      },
    });
    const { body } = await company.release.get(
      'workloads?entityRef=component:default/payment-api',
    );
    expect(body.workloads).toHaveLength(1);
    // An environment may name a cluster that Backstage does not have.
    expect(body.clusters).toMatchObject([
      { name: 'prod-beijing', status: 'live' },
      { name: 'gone', status: 'unreachable' },
    ]);
    expect(body.clusters[1].message).toMatch(/No cluster is called gone/);
  });
});

describe('the details of a workload', () => {
  it('have its pods, the canary’s first', async () => {
    await company.start();
    const { body } = await company.release.get(
      `${WORKLOAD}/pods?entityRef=${ORDER}`,
    );
    const { pods, total } = podListSchema.parse(body);
    expect(total).toBe(4);
    expect(pods.map(({ name, role }) => [name, role])).toEqual([
      ['order-api-canary-0', 'canary'],
      ['order-api-0', 'release'],
      ['order-api-1', 'release'],
      ['order-api-2', 'release'],
    ]);
  });

  it('have its revisions', async () => {
    await company.start();
    const { body } = await company.release.get(
      `${WORKLOAD}/revisions?entityRef=${ORDER}`,
    );
    expect(body.revisions).toMatchObject([
      { role: 'release', number: 1, current: true, changeCause: 'release 1' },
      { role: 'canary', number: 1, current: true },
    ]);
  });

  it('have the events about it, also of pods that are gone, and no others', async () => {
    await company.start();
    const cluster = company.clusters.cluster('prod-beijing');
    const at = (lastTimestamp: string) => ({ lastTimestamp });
    cluster.put(
      'events',
      event(
        { kind: 'Deployment', name: 'order-api' },
        at('2026-11-01T00:00:03Z'),
      ),
      event(
        { kind: 'Pod', name: 'order-api-canary-0' },
        at('2026-11-01T00:00:02Z'),
      ),
      event(
        { kind: 'Pod', name: 'order-api-rs1-gone' },
        at('2026-11-01T00:00:01Z'),
      ),
      event({ kind: 'Pod', name: 'order-api' }),
      event({ kind: 'Pod', name: 'payment-api-0', namespace: 'payment' }),
    );
    const { body } = await company.release.get(
      `${WORKLOAD}/events?entityRef=${ORDER}`,
    );
    expect(
      body.events.map((told: { object: { name: string } }) => told.object.name),
    ).toEqual(['order-api', 'order-api-canary-0', 'order-api-rs1-gone']);
  });

  it('have what stands around it, and say what is wrong', async () => {
    await company.start();
    const cluster = company.clusters.cluster('prod-beijing');
    const service: WatchedKinds['services'] = {
      metadata: { name: 'order-api', namespace: 'order' },
      spec: {
        type: 'ClusterIP',
        selector: { app: 'order-api', role: 'release' },
        ports: [{ name: 'http', port: 80, targetPort: 8080 }],
      },
    };
    const autoscaler: WatchedKinds['horizontalpodautoscalers'] = {
      metadata: { name: 'order-api', namespace: 'order' },
      spec: {
        scaleTargetRef: { kind: 'Deployment', name: 'order-api-canary' },
        maxReplicas: 5,
        metrics: [
          {
            type: 'Resource',
            resource: {
              name: 'cpu',
              target: { type: 'Utilization', averageUtilization: 70 },
            },
          },
        ],
      },
    };
    cluster.put('services', service);
    cluster.put('horizontalpodautoscalers', autoscaler);
    const { body } = await company.release.get(
      `${WORKLOAD}/config?entityRef=${ORDER}`,
    );
    expect(body).toMatchObject({
      services: [{ ports: ['http 80 → 8080/TCP'], selects: ['release'] }],
      autoscalers: [{ role: 'canary', metrics: ['cpu ? of 70 %'] }],
      disruptionBudgets: [],
      findings: [
        { code: 'service-misses-canary', params: { service: 'order-api' } },
        { code: 'no-budget' },
        { code: 'autoscaler-on-canary', params: { autoscaler: 'order-api' } },
      ],
    });
  });

  it('are signalled to who looks at them, and to nobody who looks at the fleet', async () => {
    await company.start();
    const { release, clusters } = company;
    await release.get('fleet').expect(200);
    for (const detail of ['config', 'events']) {
      await release.get(`${WORKLOAD}/${detail}?entityRef=${ORDER}`).expect(200);
    }
    const cluster = clusters.cluster('prod-beijing');
    const channels = async (happen: () => void) => {
      release.published.length = 0;
      happen();
      await eventually(() => expect(release.published).not.toHaveLength(0));
      return release.published.map(({ channel }) => channel);
    };
    const metadata = { name: 'order-api', namespace: 'order' };
    expect(
      await channels(() =>
        cluster.put('horizontalpodautoscalers', {
          metadata,
          spec: {
            scaleTargetRef: { kind: 'Deployment', name: 'order-api' },
            maxReplicas: 5,
          },
        }),
      ),
    ).toEqual([`release:${ORDER}`]);
    expect(
      await channels(() =>
        cluster.put(
          'events',
          event({ kind: 'HorizontalPodAutoscaler', name: 'order-api' }),
        ),
      ),
    ).toEqual([`release:${ORDER}`]);
  });

  it('say what the portal may not read, and nothing that hangs on it', async () => {
    await company.start();
    company.clusters.cluster('prod-beijing').setHealth({
      forbidden: [{ verb: 'list', resource: 'pods' }],
    });
    const { body } = await company.release.get(
      `${WORKLOAD}?entityRef=${ORDER}`,
    );
    expect(body.reasons).toEqual([
      {
        code: 'forbidden',
        params: { cluster: 'prod-beijing', verb: 'list', resource: 'pods' },
      },
    ]);
  });
});

describe('logs', () => {
  const path = `${WORKLOAD}/pods/order-api-0/logs?entityRef=${ORDER}`;

  it('are streamed, and it is noted who read them', async () => {
    await company.start();
    company.clusters
      .cluster('prod-beijing')
      .logs.set('order/order-api-0/order-api', [
        { at: '2026-11-01T00:00:00.123456789Z', text: '<img onerror=x>' },
        { text: 'long', cut: true },
      ]);
    const { text } = await company.release
      .get(`${path}&tailLines=100`)
      .expect(200)
      .expect('Content-Type', /x-ndjson/);
    expect(
      text
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
    ).toEqual([
      { at: '2026-11-01T00:00:00.123456789Z', text: '<img onerror=x>' },
      { text: 'long', cut: true },
      { end: { code: 'container-ended', params: {} } },
    ]);
    expect(company.release.audit.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'pod-log-read',
        severityLevel: 'medium',
        meta: {
          entityRef: ORDER,
          workloadId: 'prod/prod-beijing/order/order-api',
          pod: 'order-api-0',
          tailLines: 100,
        },
      }),
    );
    expect(company.release.audit.success).toHaveBeenCalledWith({
      meta: { container: 'order-api' },
    });
  });

  it('fail with the status of what failed, which is noted', async () => {
    await company.start();
    const cluster = company.clusters.cluster('prod-beijing');
    jest.spyOn(cluster, 'readPodLog').mockImplementation(() => {
      throw new ConflictError('busy');
    });
    await company.release.get(path).expect(409);
    expect(company.release.audit.fail).toHaveBeenCalled();
  });

  it('are not those of a pod that claims the workload from elsewhere', async () => {
    await company.start();
    const cluster = company.clusters.cluster('prod-beijing');
    const [own] = cluster.watch('pods').cache.list('order');
    // Made by somebody else in their own namespace, named like a secret pod of this one.
    const forged = {
      ...own,
      metadata: {
        ...own.metadata,
        name: 'secret',
        namespace: 'payment',
        uid: 'forged',
      },
    };
    cluster.put('pods', forged);
    cluster.logs.set('order/secret/order-api', [{ text: 'secret' }]);
    const { body } = await company.release.get(
      `${WORKLOAD}/pods?entityRef=${ORDER}`,
    );
    expect(body.total).toBe(4);
    await company.release
      .get(`${WORKLOAD}/pods/secret/logs?entityRef=${ORDER}`)
      .expect(404);
  });

  it('are refused with the time of the next try when too many are open', async () => {
    await company.start();
    const cluster = company.clusters.cluster('prod-beijing');
    jest.spyOn(cluster, 'readPodLog').mockImplementation(() => {
      throw new TooManyRequestsError('too many');
    });
    const { headers } = await company.release.get(path).expect(429);
    expect(headers['retry-after']).toBe('30');
  });

  it('end with a word when the cluster is lost in the middle', async () => {
    await company.start();
    const cluster = company.clusters.cluster('prod-beijing');
    jest
      .spyOn(cluster, 'readPodLog')
      .mockImplementation(async function* broken() {
        yield { text: 'one' };
        await new Promise(setImmediate);
        await new Promise(setImmediate);
        throw new Error('reset');
      });
    const { text } = await company.release.get(path).expect(200);
    expect(
      text
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
    ).toEqual([
      { text: 'one' },
      { end: { code: 'cluster-lost', params: { message: 'reset' } } },
    ]);
  });
});
