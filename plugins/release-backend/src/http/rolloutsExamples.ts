import type {
  EnvironmentPolicy,
  OperationPlan,
  OperationPlanRequest,
  OperationRequest,
  OperationResult,
  PlanRequest,
  Rollout,
  RolloutCommand,
  RolloutList,
  RolloutPlan,
  RolloutPolicy,
  RolloutSummary,
  RolloutTarget,
  StageList,
  StartRequest,
} from '@pilothouse/plugin-release-common';

/** What somebody would get, and send, who rolls out order-api: planned, started, and in the middle of its canary. */

const now = '2026-11-21T12:30:00.000Z';
const entityRef = 'component:default/order-api';
const workloadId = 'prod/prod-beijing/order/order-api';
const HOUR = 3_600_000;

const image = (tag: string, digest: string) => ({
  reference: `registry.yunfan.test/order/order-api:${tag}@sha256:${digest}`,
  repository: 'order/order-api',
  registry: 'registry.yunfan.test',
  tag,
  digest: `sha256:${digest}`,
});
const before = image('1.4.0', '24eb26d2ec038f06'.repeat(4));
const after = image('1.4.1', '9f3c1be0a77d4e52'.repeat(4));

const policy: RolloutPolicy = {
  strategy: 'canary',
  stepIntervalMs: 6 * HOUR,
  bakeMs: 24 * HOUR,
  maxCanaryReplicas: 1,
  gate: 'approval',
  promoteTimeoutMs: HOUR / 2,
  soakMs: 2 * HOUR,
  canaryPerCluster: false,
  readyTimeoutMs: HOUR / 6,
};

const target: Omit<RolloutTarget, 'state'> = {
  workloadId,
  target: {
    environment: 'prod',
    cluster: 'prod-beijing',
    namespace: 'order',
  },
  name: 'order-api',
  from: before,
  to: after,
};

const planRequest: PlanRequest = {
  entityRef,
  environment: 'prod',
  version: '1.4.1',
};

const fingerprint = '4620d4fbd3-b6f1d0fb98-ee11304dbc-fbda14e963-30964e91a7';

const findings: RolloutPlan['findings'] = [
  {
    severity: 'warning',
    code: 'takes-over',
    params: { manager: 'gitlab-runner', fields: 'image', role: 'release' },
    workloadId,
  },
];

const rolloutPlan: RolloutPlan = {
  fingerprint,
  entityRef,
  environment: 'prod',
  protected: true,
  name: 'order-api',
  strategy: 'canary',
  policy,
  targets: [target],
  steps: [
    { kind: 'canary', workloadId, replicas: 1, holdMs: 0, startsAfterMs: 0 },
    { kind: 'bake', workloadId, holdMs: 24 * HOUR, startsAfterMs: 0 },
    { kind: 'gate', workloadId, holdMs: 0, startsAfterMs: 24 * HOUR },
    { kind: 'promote', workloadId, holdMs: 0, startsAfterMs: 24 * HOUR },
    { kind: 'retire', workloadId, holdMs: 0, startsAfterMs: 24 * HOUR },
  ],
  durationMs: 24 * HOUR,
  diffs: [
    {
      workloadId,
      role: 'release',
      deployment: 'order-api',
      before: `image: ${before.reference}\n`,
      after: `image: ${after.reference}\n`,
    },
  ],
  owners: [
    {
      workloadId,
      role: 'release',
      manager: 'gitlab-runner',
      fields: ['image'],
      at: '2026-10-30T05:07:36Z',
    },
  ],
  findings,
  startable: true,
  now,
};

const startRequest: StartRequest = {
  ...planRequest,
  fingerprint,
  reason: 'ORD-812 split parcels',
  confirmation: 'order-api',
  idempotencyKey: '5f0f3a9e-21d4-4a1e-8a55-0c4a0f2b7e11',
};

const summary: RolloutSummary = {
  id: '0f6a4c1e-6a43-4a57-9a8e-3f1d2f9b7c10',
  entityRef,
  environment: 'prod',
  protected: true,
  name: 'order-api',
  strategy: 'canary',
  image: after,
  author: 'user:default/wang.fang',
  reason: startRequest.reason,
  createdAt: '2026-11-21T06:10:00.000Z',
  state: 'running',
  stepIndex: 1,
  steps: [
    {
      kind: 'canary',
      workloadId,
      replicas: 1,
      holdMs: 0,
      state: 'done',
      enteredAt: '2026-11-21T06:10:00.000Z',
      endedAt: '2026-11-21T06:10:09.000Z',
      observedMs: 0,
    },
    {
      kind: 'bake',
      workloadId,
      holdMs: 24 * HOUR,
      state: 'current',
      enteredAt: '2026-11-21T06:10:09.000Z',
      observedMs: 22_680_000,
      endsAt: '2026-11-22T06:12:00.000Z',
    },
    {
      kind: 'promote',
      workloadId,
      holdMs: 0,
      state: 'ahead',
      observedMs: 0,
    },
  ],
  targets: [{ ...target, state: 'canary' }],
  waitsForMe: false,
};

const allowed = { allowed: true };
const because = (code: string) => ({
  allowed: false,
  why: { code, params: {} },
});

const rollout: Rollout = {
  ...summary,
  policy,
  evidence: [
    {
      provider: 'kubernetes',
      verdict: 'pass',
      at: '2026-11-21T12:29:58.000Z',
      since: '2026-11-21T06:10:09.000Z',
      checks: [
        {
          code: 'restarts',
          verdict: 'pass',
          canary: 0,
          release: 0,
          unit: 'count',
          reasons: [],
          links: [],
        },
      ],
    },
  ],
  drift: [],
  actions: {
    promote: because('opens-after-bake'),
    approve: because('opens-after-bake'),
    pause: allowed,
    resume: because('not-paused'),
    abort: allowed,
    adopt: because('no-drift'),
    override: because('no-drift'),
  },
  history: [
    {
      sequence: 1,
      at: '2026-11-21T06:10:00.000Z',
      code: 'started',
      params: { version: after.reference },
      by: 'user:default/wang.fang',
      reason: startRequest.reason,
    },
  ],
  now,
};

const rolloutList: RolloutList = { rollouts: [summary], now };

const rolloutCommand: RolloutCommand = { reason: '4 % errors on /checkout' };

const environmentPolicy: EnvironmentPolicy = {
  environment: 'prod',
  protected: true,
  policy,
  minimum: { stepIntervalMs: HOUR, bakeMs: 12 * HOUR, soakMs: HOUR / 2 },
  replicas: { min: 1, max: 50 },
};

const stageList: StageList = {
  stages: [
    {
      environment: 'prod',
      protected: true,
      policy: environmentPolicy,
      workloads: ['order-api'],
      actions: {
        'create-rollout': allowed,
        'roll-back': allowed,
        restart: allowed,
        scale: allowed,
        pause: allowed,
        'delete-pod': allowed,
        override: because('no-permission'),
      },
      freezes: [],
    },
  ],
  managesFreezes: false,
  now,
};

const operationPlanRequest: OperationPlanRequest = {
  entityRef,
  operation: { operation: 'scale', role: 'release', replicas: 9 },
};

const operationPlan: OperationPlan = {
  fingerprint: '9c3e2a10f4b85d67',
  workloadId,
  operation: operationPlanRequest.operation,
  diffs: [],
  findings: [],
  startable: true,
  now,
};

const operationRequest: OperationRequest = {
  ...operationPlanRequest,
  fingerprint: operationPlan.fingerprint,
  reason: 'Sales begin at eight',
  confirmation: 'order-api',
};

const operationResult: OperationResult = {
  changeId: '7d3f0c3e-2f0b-4a5e-9d55-1a4b8f0f2f10',
  outcome: 'done',
};

/** By the name of the schema that each follows. */
export const rolloutsExamples = {
  Rollout: rollout,
  RolloutList: rolloutList,
  RolloutPlan: rolloutPlan,
  OperationPlan: operationPlan,
  OperationResult: operationResult,
  StageList: stageList,
  PlanRequest: planRequest,
  StartRequest: startRequest,
  RolloutCommand: rolloutCommand,
  OperationPlanRequest: operationPlanRequest,
  OperationRequest: operationRequest,
};
