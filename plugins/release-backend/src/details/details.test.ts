import type { WatchedKinds } from '@pilothouse/plugin-clusters-node';
import { FakeCluster } from '@pilothouse/plugin-clusters-node/testUtils';
import { deployment, event, place } from '../__testUtils__/objects';
import { sideOf } from '../workload/side';
import type { FoundWorkload } from '../workload/entityView';
import type { Deployment } from '../workload/objects';
import { autoscalerMetrics } from './autoscalerMetrics';
import { listEvents } from './listEvents';
import { listPods } from './listPods';
import { workloadConfig, type Surroundings } from './workloadConfig';

const NOW = Date.parse('2026-11-20T12:00:00Z');

function found(release?: Deployment, canary?: Deployment): FoundWorkload {
  const target = {
    environment: 'prod',
    cluster: 'prod',
    namespace: 'order',
  };
  return {
    target,
    release,
    canary,
    workload: {
      id: 'prod/prod/order/order-api',
      target,
      name: 'order-api',
      release: release && sideOf(release, 'order-api'),
      canary: canary && sideOf(canary, 'order-api'),
      state: 'healthy',
      reasons: [],
      drift: false,
    },
  };
}

function cachesOf(cluster: FakeCluster) {
  return {
    namespaces: cluster.watch('namespaces').cache,
    deployments: cluster.watch('deployments').cache,
    replicasets: cluster.watch('replicasets').cache,
    pods: cluster.watch('pods').cache,
  };
}

describe('the configuration around a workload', () => {
  type Spec = Partial<NonNullable<Deployment['spec']>>;

  function release(spec: Spec = {}): Deployment {
    const made = deployment({ name: 'order-api', role: 'release' });
    const { selector = {}, template = {} } = made.spec ?? {};
    return { ...made, spec: { ...made.spec, selector, template, ...spec } };
  }
  const canary = deployment({ name: 'order-api-canary', role: 'canary' });

  const service = (selector: Record<string, string> | undefined) => ({
    metadata: { name: 'order-api', namespace: 'order' },
    spec: { selector, ports: [{ port: 80 }] },
  });
  const budget = (allowed: number, app = 'order-api') => ({
    metadata: { name: 'order-pdb' },
    spec: { minAvailable: '50%', selector: { matchLabels: { app } } },
    status: {
      disruptionsAllowed: allowed,
      currentHealthy: 2,
      desiredHealthy: 1,
      expectedPods: 2,
    },
  });
  const ALL_WELL: Surroundings = {
    services: [service({ app: 'order-api' })],
    autoscalers: [],
    budgets: [budget(1)],
  };

  const rows: [string, Deployment, Surroundings, string[]][] = [
    ['all is well', release(), ALL_WELL, []],
    [
      'no Service selects it',
      release(),
      { ...ALL_WELL, services: [service({ app: 'pay' }), service(undefined)] },
      ['no-service'],
    ],
    [
      'a Service for each side',
      release(),
      {
        ...ALL_WELL,
        services: [service({ role: 'release' }), service({ role: 'canary' })],
      },
      [],
    ],
    [
      'no Service for the canary',
      release(),
      { ...ALL_WELL, services: [service({ role: 'release' })] },
      ['service-misses-canary'],
    ],
    [
      'one Deployment takes the other’s pods for its own',
      release({ selector: { matchLabels: { app: 'order-api' } } }),
      ALL_WELL,
      ['selectors-overlap'],
    ],
    [
      'an update may take every pod',
      release({
        replicas: 1,
        strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
      }),
      ALL_WELL,
      ['may-drop-to-zero'],
    ],
    [
      'percentages are rounded down',
      release({ replicas: 3, strategy: {} }),
      ALL_WELL,
      [],
    ],
    [
      'nothing may surge, so one has to go',
      release({
        replicas: 1,
        strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } },
      }),
      ALL_WELL,
      ['may-drop-to-zero'],
    ],
    [
      'all pods go at once',
      release({ strategy: { type: 'Recreate' } }),
      ALL_WELL,
      ['may-drop-to-zero'],
    ],
    [
      'there is nothing to return to',
      release({ revisionHistoryLimit: 1 }),
      ALL_WELL,
      ['history-too-short'],
    ],
    [
      'nothing says when it is ready',
      release({ template: { spec: { containers: [{ name: 'x' }] } } }),
      { ...ALL_WELL, budgets: undefined, services: undefined },
      ['no-readiness-probe'],
    ],
    [
      'a drain may take every pod',
      release(),
      { ...ALL_WELL, budgets: [budget(1, 'pay')] },
      ['no-budget'],
    ],
    [
      'a drain cannot take any pod',
      release(),
      { ...ALL_WELL, budgets: [budget(0)] },
      ['budget-blocks-eviction'],
    ],
    ['the cluster has told nothing', release(), {}, []],
  ];

  it.each(rows)('%s', (_, object, surroundings, codes) => {
    const { findings } = workloadConfig(
      found(object, canary),
      surroundings,
      [],
      NOW,
    );
    expect(findings.map(({ code }) => code)).toEqual(codes);
  });

  it('writes rules as kubectl does', () => {
    const object = release({
      selector: {
        matchLabels: { app: 'order-api' },
        matchExpressions: [
          { key: 'role', operator: 'In', values: ['release', 'x'] },
          { key: 'old', operator: 'DoesNotExist' },
        ],
      },
    });
    const config = workloadConfig(found(object), ALL_WELL, [], NOW);
    expect(config.sides[0]).toMatchObject({
      selector: 'app=order-api,role in (release,x),!old',
      strategy: 'RollingUpdate, maxSurge 1, maxUnavailable 0',
    });
    expect(config.disruptionBudgets[0]).toMatchObject({
      rule: 'minAvailable 50%',
      covers: ['release'],
    });
    expect(config.services[0].ports).toEqual(['80/TCP']);
  });

  it('tells what autoscalers steer by, and what was measured', () => {
    const autoscaler: WatchedKinds['horizontalpodautoscalers'] = {
      spec: {
        maxReplicas: 5,
        scaleTargetRef: { kind: 'Deployment', name: 'order-api' },
        metrics: [
          {
            type: 'Resource',
            resource: {
              name: 'cpu',
              target: { type: 'Utilization', averageUtilization: 70 },
            },
          },
          {
            type: 'Pods',
            pods: {
              metric: { name: 'rps' },
              target: { type: 'AverageValue', averageValue: '100' },
            },
          },
          {
            type: 'External',
            external: {
              metric: { name: 'queue' },
              target: { type: 'Value', value: '30' },
            },
          },
        ],
      },
      status: {
        desiredReplicas: 2,
        currentMetrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', current: { averageUtilization: 43 } },
          },
          {
            type: 'Pods',
            pods: { metric: { name: 'rps' }, current: { averageValue: '57' } },
          },
        ],
      },
    };
    expect(autoscalerMetrics(autoscaler)).toEqual([
      'cpu 43 % of 70 %',
      'rps 57 of 100',
      'queue ? of 30',
    ]);
  });
});

describe('events', () => {
  const cluster = new FakeCluster('prod');
  const { deployment: release } = place(cluster, { name: 'order-api' });
  const about = { kind: 'Deployment', name: 'order-api' };
  const listed = (...events: WatchedKinds['events'][]) =>
    listEvents(found(release), cachesOf(cluster), events, [], NOW);

  it('carry the time of their last occurrence, however it is written', () => {
    const series = event(about, {
      metadata: { uid: 'series' },
      firstTimestamp: undefined,
      lastTimestamp: undefined,
      eventTime: '2026-11-20T10:00:00.000000Z',
      count: undefined,
      series: { count: 7, lastObservedTime: '2026-11-20T11:00:00.000000Z' },
      type: 'Warning',
      source: {},
      reportingComponent: 'kubelet',
    });
    const single = event(about, {
      metadata: { uid: 'single' },
      firstTimestamp: undefined,
      lastTimestamp: undefined,
      eventTime: '2026-11-20T10:30:00.000000Z',
    });
    expect(listed(single, series).events).toMatchObject([
      {
        uid: 'series',
        at: '2026-11-20T11:00:00.000Z',
        firstAt: '2026-11-20T10:00:00.000Z',
        count: 7,
        type: 'Warning',
        source: 'kubelet',
      },
      { uid: 'single', at: '2026-11-20T10:30:00.000Z', count: 1 },
    ]);
  });

  it('of a clock that is wrong do not stand before all that happens', () => {
    const at = (uid: string, lastTimestamp: string) =>
      event(about, { metadata: { uid }, lastTimestamp });
    const late = new Date(NOW + 3_600_000).toISOString();
    const events = [
      at('before', '2026-11-20T11:59:00Z'),
      at('now', new Date(NOW).toISOString()),
      at('wrong', late),
    ];
    const answer = listed(...events);
    expect(answer.events.map(({ uid }) => uid)).toEqual([
      'now',
      'wrong',
      'before',
    ]);
  });

  it('are bounded, in number and in length', () => {
    const message = '<b>'.repeat(1000);
    const events = Array.from({ length: 250 }, () => event(about, { message }));
    const answer = listed(...events);
    expect(answer.events).toHaveLength(200);
    expect(answer.total).toBe(250);
    expect(answer.events[0].message).toHaveLength(1024);
  });

  it('are also those of the autoscaler that steers it', () => {
    const autoscaler = {
      metadata: { name: 'hpa' },
      spec: {
        maxReplicas: 3,
        scaleTargetRef: { kind: 'Deployment', name: 'order-api' },
      },
    };
    const events = ['hpa', 'other'].map(name =>
      event({ kind: 'HorizontalPodAutoscaler', name }),
    );
    const answer = listEvents(
      found(release),
      cachesOf(cluster),
      events,
      [autoscaler],
      NOW,
    );
    expect(answer.events.map(({ object }) => object.name)).toEqual(['hpa']);
  });
});

describe('pods', () => {
  it('are bounded, and those with trouble are among them', () => {
    const cluster = new FakeCluster('prod');
    const { deployment: release, pods } = place(cluster, {
      name: 'order-api',
      replicas: 600,
    });
    const last = pods[599];
    cluster.remove('pods', last);
    const phase = 'Failed';
    cluster.put('pods', { ...last, status: { ...last.status, phase } });
    const answer = listPods(found(release), cachesOf(cluster), NOW);
    expect(answer.total).toBe(600);
    expect(answer.pods).toHaveLength(500);
    expect(answer.pods[0]).toMatchObject({
      name: 'order-api-599',
      state: 'failed',
      node: 'node-1',
      ip: '10.0.0.1',
      revision: 1,
    });
  });
});
