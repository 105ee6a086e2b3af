import type {
  ClusterCondition,
  ClusterList,
  EventList,
  Fleet,
  LogLine,
  PodList,
  RevisionList,
  Workload,
  WorkloadConfig,
  WorkloadList,
} from '@pilothouse/plugin-release-common';

/** One answer of each route, as somebody would get it in the middle of a canary. */

const now = '2026-11-21T04:10:00.000Z';

const image = (tag: string) => ({
  reference: `registry.yunfan.test/order/order-api:${tag}`,
  repository: 'order/order-api',
  registry: 'registry.yunfan.test',
  tag,
});

const side = (deployment: string, tag: string, pods: number) => ({
  deployment,
  uid: `0b5c7f0e-9d6e-4c1f-8a33-${deployment}`,
  image: image(tag),
  containers: [{ name: 'order-api', image: image(tag) }],
  desired: pods,
  ready: pods,
  updated: pods,
  available: pods,
  paused: false,
});

const workload: Workload = {
  id: 'prod/prod-beijing/order/order-api',
  target: {
    environment: 'prod',
    cluster: 'prod-beijing',
    namespace: 'order',
  },
  name: 'order-api',
  release: side('order-api', '1.4.0', 6),
  canary: side('order-api-canary', '1.4.1', 2),
  canaryShare: 0.25,
  state: 'healthy',
  reasons: [],
  lastChange: {
    manager: 'pilothouse',
    at: '2026-11-20T21:23:04.000Z',
    fields: ['image'],
    role: 'canary',
  },
  drift: false,
};

const cluster: ClusterCondition = {
  name: 'prod-beijing',
  status: 'live',
  since: '2026-11-21T03:00:00.000Z',
  lastContactAt: '2026-11-21T04:09:59.000Z',
  forbidden: [],
  writable: true,
};

const environments = [
  { name: 'prod', protected: true, clusters: ['prod-beijing'] },
];

const workloadList: WorkloadList = {
  entityRef: 'component:default/order-api',
  environments,
  workloads: [workload],
  clusters: [cluster],
  problems: [],
  now,
};

const podList: PodList = {
  pods: [
    {
      name: 'order-api-canary-8586c84c4d-tk7q4',
      uid: '6ea5ff6c-4a39-4c27-a5b2-0a4d1c4a2c11',
      role: 'canary',
      image: image('1.4.1'),
      revision: 3,
      node: 'bj-node-06',
      ip: '10.12.6.31',
      restarts: 1,
      createdAt: '2026-11-21T03:23:04.000Z',
      state: 'ready',
      reasons: [
        {
          code: 'restarted',
          params: {
            pod: 'order-api-canary-8586c84c4d-tk7q4',
            exitCode: 137,
            reason: 'OOMKilled',
            restarts: 1,
          },
        },
      ],
      containers: [
        {
          name: 'order-api',
          ready: true,
          restarts: 1,
          init: false,
          hasPrevious: true,
        },
      ],
    },
  ],
  total: 1,
  now,
};

const revisionList: RevisionList = {
  revisions: [
    {
      role: 'release',
      number: 2,
      replicaSet: 'order-api-65ff69f954',
      uid: 'c3cf3f35-59c6-47f3-8e1c-3c5f0a1b7d55',
      containers: [{ name: 'order-api', image: image('1.4.0') }],
      changeCause: '1.4.0: ORD-774 split parcels (zhang.min)',
      createdAt: '2026-11-12T04:54:32.000Z',
      current: true,
      desired: 6,
      ready: 6,
    },
  ],
  now,
};

const eventList: EventList = {
  events: [
    {
      uid: '8a0f52e2-6d0e-4c33-9a34-74f4ed1c3b0d',
      at: '2026-11-21T03:23:04.000Z',
      firstAt: '2026-11-21T03:23:04.000Z',
      count: 1,
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: 'Scaled up replica set order-api-canary-8586c84c4d from 1 to 2',
      object: { kind: 'Deployment', name: 'order-api-canary' },
      source: 'deployment-controller',
    },
  ],
  total: 1,
  now,
};

const config: WorkloadConfig = {
  services: [
    {
      name: 'order-api',
      type: 'ClusterIP',
      selector: { app: 'order-api' },
      ports: ['http 80 → 8080/TCP'],
      selects: ['release', 'canary'],
    },
  ],
  autoscalers: [
    {
      name: 'order-api',
      role: 'release',
      min: 4,
      max: 12,
      current: 6,
      desired: 6,
      metrics: ['cpu 43 % of 70 %'],
    },
  ],
  disruptionBudgets: [
    {
      name: 'order-api',
      rule: 'maxUnavailable 1',
      allowed: 1,
      covers: ['release', 'canary'],
    },
  ],
  sides: [
    {
      role: 'release',
      deployment: 'order-api',
      strategy: 'RollingUpdate, maxSurge 1, maxUnavailable 0',
      readinessProbe: true,
      livenessProbe: true,
      revisionHistoryLimit: 5,
      selector: 'app=order-api,role=release',
    },
  ],
  findings: [],
  now,
};

const logLine: LogLine = {
  at: '2026-11-21T04:09:59.120345678Z',
  text: 'INFO order 2026112104095912 created',
};

const fleet: Fleet = {
  environments,
  services: [
    {
      entityRef: 'component:default/order-api',
      title: 'order-api',
      owner: 'group:default/team-order',
      system: 'system:default/order',
      mine: true,
      cells: [
        {
          environment: 'prod',
          cluster: 'prod-beijing',
          workloadId: workload.id,
          workloads: 1,
          version: '1.4.0',
          canaryVersion: '1.4.1',
          ready: 6,
          desired: 6,
          canaryReady: 2,
          canaryDesired: 2,
          state: 'healthy',
          drift: false,
        },
      ],
    },
  ],
  complete: true,
  cursor: '1f0c6a7e-3f64-4f0e-8d6a-2b1f3f4f9a10.all.311',
  clusters: [cluster],
  problems: [],
  now,
};

const clusterList: ClusterList = { clusters: [cluster], now };

/** By the name of the schema that each follows. */
export const openApiExamples = {
  Workload: workload,
  WorkloadList: workloadList,
  PodList: podList,
  RevisionList: revisionList,
  EventList: eventList,
  WorkloadConfig: config,
  LogLine: logLine,
  Fleet: fleet,
  ClusterList: clusterList,
};
