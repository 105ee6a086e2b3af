import { createFakeClusters } from '@pilothouse/plugin-clusters-node/testUtils';
import type { WatchedKinds } from '@pilothouse/plugin-clusters-node';
import {
  parseImage,
  PREFLIGHT_FINDINGS,
  type Finding,
  type FreezeMoment,
  type Workload,
} from '@pilothouse/plugin-release-common';
import { deployment } from '../../__testUtils__/objects';
import type { Deployment } from '../../workload/objects';
import { sideOf } from '../../workload/side';
import type { PlanScene, TargetScene } from '../PlanScene';
import { planFindings } from './planFindings';

const CLUSTER = createFakeClusters('prod-beijing').cluster('prod-beijing');
const DIGEST = `sha256:${'a'.repeat(64)}`;
const OTHER_DIGEST = `sha256:${'b'.repeat(64)}`;

function image(tag: string) {
  return parseImage(`r.test/order/order-api:${tag}`);
}

type Service = WatchedKinds['services'];

const SERVICE: Service = {
  metadata: { name: 'order-api', namespace: 'order' },
  spec: { selector: { app: 'order-api' }, ports: [] },
};

const autoscalerOf = (
  name: string,
): WatchedKinds['horizontalpodautoscalers'] => ({
  metadata: { name: `${name}-hpa`, namespace: 'order' },
  spec: {
    maxReplicas: 9,
    scaleTargetRef: { kind: 'Deployment', name },
  },
});

const budget = (
  disruptionsAllowed: number,
): WatchedKinds['poddisruptionbudgets'] => ({
  metadata: { name: 'order-api', namespace: 'order' },
  spec: { selector: { matchLabels: { app: 'order-api' } } },
  status: {
    disruptionsAllowed,
    currentHealthy: 1,
    desiredHealthy: 1,
    expectedPods: 1,
  },
});

const quotaOf = (
  hard: Record<string, string>,
  used: Record<string, string>,
  spec = {},
): WatchedKinds['resourcequotas'] => ({
  metadata: { name: 'team-share', namespace: 'order' },
  spec,
  status: { hard, used },
});

/** The Deployment, with some of its spec otherwise. */
function changed(
  original: Deployment,
  spec: Partial<NonNullable<Deployment['spec']>>,
): Deployment {
  if (!original.spec) throw new Error('There is no spec');
  return { ...original, spec: { ...original.spec, ...spec } };
}

const RELEASE = deployment({
  name: 'order-api',
  role: 'release',
  image: image('1.4.0').reference,
});
const CANARY = deployment({
  name: 'order-api-canary',
  role: 'canary',
  image: image('1.4.0').reference,
  replicas: 0,
});

function workloadOf(cluster: string, more: Partial<Workload> = {}): Workload {
  return {
    id: `prod/${cluster}/order/order-api`,
    target: { environment: 'prod', cluster, namespace: 'order' },
    name: 'order-api',
    release: sideOf(RELEASE, 'order-api'),
    canary: sideOf(CANARY, 'order-api'),
    state: 'healthy',
    reasons: [],
    drift: false,
    ...more,
  };
}

/** All is well with it. */
function target(more: Partial<TargetScene> = {}): TargetScene {
  return {
    workload: workloadOf('prod-beijing'),
    cluster: CLUSTER,
    status: 'live',
    usesCanary: true,
    canaryName: 'order-api-canary',
    release: RELEASE,
    canary: CANARY,
    container: 'order-api',
    current: image('1.4.0'),
    wanted: parseImage(`${image('1.4.1').reference}@${DIGEST}`),
    answer: { found: true, digest: DIGEST, platforms: ['linux/amd64'] },
    currentPlatforms: ['linux/amd64'],
    surroundings: { services: [SERVICE], autoscalers: [], budgets: [] },
    unchecked: [],
    forbidden: [],
    dryRuns: [
      {
        role: 'release',
        deployment: 'order-api',
        before: RELEASE,
        after: RELEASE,
      },
    ],
    holders: [],
    ...more,
  };
}

function scene(
  targets: TargetScene[] = [target()],
  more: Partial<PlanScene> = {},
): PlanScene {
  return {
    entityRef: 'component:default/order-api',
    environment: 'prod',
    protected: false,
    name: 'order-api',
    strategy: 'canary',
    policy: {
      strategy: 'canary',
      stepIntervalMs: 0,
      bakeMs: 0,
      maxCanaryReplicas: 1,
      gate: 'automatic',
      promoteTimeoutMs: 0,
      soakMs: 0,
      canaryPerCluster: false,
      readyTimeoutMs: 0,
    },
    underMinimum: [],
    targets,
    missing: [],
    active: [],
    ...more,
  };
}

const HEAVY = changed(RELEASE, {
  template: {
    metadata: RELEASE.spec?.template.metadata,
    spec: {
      containers: [
        {
          name: 'order-api',
          readinessProbe: {},
          resources: { limits: { memory: '1Gi' } },
        },
        { name: 'sidecar', resources: { requests: { memory: '512Mi' } } },
      ],
      initContainers: [
        { name: 'init', resources: { requests: { memory: '1G' } } },
      ],
    },
  },
});

const MADE = { release: RELEASE, canary: undefined };
const FREEZE: FreezeMoment = {
  freeze: {
    id: 'f',
    kind: 'stop',
    scope: {},
    reason: '双十一',
    source: 'people',
  },
  active: true,
  from: '2026-11-11T00:00:00Z',
  to: '2026-11-12T00:00:00Z',
};

const at = (more: Partial<TargetScene>, rest: Partial<PlanScene> = {}) =>
  scene([target(more)], rest);
const unresolved = (
  problem: 'missing' | 'unknown' | 'no-registry',
  wanted = image('1.4.1'),
): Partial<TargetScene> => ({
  wanted,
  answer: { found: false, problem, message: 'because' },
});
const applied = (tag: string) => ({
  ...RELEASE,
  metadata: {
    ...RELEASE.metadata,
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
        spec: {
          template: {
            spec: {
              containers: [{ name: 'order-api', image: image(tag).reference }],
            },
          },
        },
      }),
    },
  },
});
const otherTarget = (more: Partial<TargetScene>) =>
  target({ workload: workloadOf('prod-shanghai'), ...more });

/** Each code with a world in which it is found, and what it says. */
const CASES: [
  code: (typeof PREFLIGHT_FINDINGS)[number],
  severity: Finding['severity'],
  world: PlanScene,
  params: object,
][] = [
  [
    'image-missing',
    'blocking',
    at(unresolved('missing')),
    { image: 'r.test/order/order-api:1.4.1' },
  ],
  [
    'image-unknown',
    'warning',
    at(unresolved('unknown')),
    { message: 'because' },
  ],
  [
    'image-unknown',
    'blocking',
    at(unresolved('unknown'), { protected: true }),
    {},
  ],
  [
    'image-unknown',
    'warning',
    at(unresolved('unknown', target().wanted), { protected: true }),
    {},
  ],
  ['no-registry', 'warning', at(unresolved('no-registry')), {}],
  [
    'no-registry',
    'blocking',
    at(unresolved('no-registry'), { protected: true }),
    {},
  ],
  [
    'digests-differ',
    'blocking',
    scene([
      target(),
      otherTarget({
        answer: { found: true, digest: OTHER_DIGEST, platforms: [] },
      }),
    ]),
    { clusters: 'prod-beijing, prod-shanghai' },
  ],
  ['same-image', 'blocking', at({ current: image('1.4.1') }), {}],
  [
    'same-image',
    'warning',
    scene([target({ current: image('1.4.1') }), otherTarget({})]),
    {},
  ],
  ['moving-tag', 'warning', at({ wanted: image('latest') }), { tag: 'latest' }],
  [
    'platform-missing',
    'warning',
    at({ currentPlatforms: ['linux/amd64', 'linux/arm64'] }),
    { platforms: 'linux/arm64' },
  ],
  [
    'no-release',
    'blocking',
    at({ release: undefined, dryRuns: [] }),
    { workload: 'order-api' },
  ],
  [
    'no-release',
    'blocking',
    scene(undefined, { missing: [{ cluster: 'prod-x', status: 'live' }] }),
    { cluster: 'prod-x' },
  ],
  [
    'canary-will-be-made',
    'info',
    at({
      ...MADE,
      dryRuns: [{ role: 'canary', deployment: 'order-api-canary', after: {} }],
    }),
    { deployment: 'order-api-canary' },
  ],
  [
    'canary-cannot-be-made',
    'blocking',
    at({
      ...MADE,
      dryRuns: [
        {
          role: 'canary',
          deployment: 'order-api-canary',
          refused: { why: 'selector', text: 'no role' },
        },
      ],
    }),
    { why: 'selector' },
  ],
  [
    'canary-busy',
    'blocking',
    at({ canary: changed(CANARY, { replicas: 2 }) }),
    { replicas: 2, deployment: 'order-api-canary' },
  ],
  [
    'canary-differs',
    'warning',
    at({
      canary: changed(CANARY, {
        template: {
          metadata: CANARY.spec?.template.metadata,
          spec: {
            containers: [{ name: 'order-api', image: 'x' }],
            serviceAccountName: 'other',
          },
        },
      }),
    }),
    { fields: 'containers[order-api].readinessProbe, serviceAccountName' },
  ],
  [
    'no-readiness-probe',
    'warning',
    at({
      release: changed(RELEASE, {
        template: {
          metadata: RELEASE.spec?.template.metadata,
          spec: { containers: [{ name: 'order-api' }] },
        },
      }),
      usesCanary: false,
    }),
    { container: 'order-api' },
  ],
  [
    'revision-history',
    'warning',
    at({ release: changed(RELEASE, { revisionHistoryLimit: 1 }) }),
    { limit: 1 },
  ],
  [
    'selectors-overlap',
    'blocking',
    at({
      release: changed(RELEASE, {
        selector: { matchLabels: { app: 'order-api' } },
      }),
    }),
    { deployment: 'order-api-canary' },
  ],
  [
    'service-selects-one',
    'warning',
    at({
      surroundings: {
        services: [
          {
            ...SERVICE,
            spec: { selector: { app: 'order-api', role: 'release' } },
          },
        ],
      },
    }),
    { service: 'order-api', missing: 'canary' },
  ],
  ['no-service', 'info', at({ surroundings: { services: [] } }), {}],
  [
    'autoscaler-on-release',
    'info',
    at({ surroundings: { autoscalers: [autoscalerOf('order-api')] } }),
    { autoscaler: 'order-api-hpa' },
  ],
  [
    'autoscaler-on-canary',
    'blocking',
    at({ surroundings: { autoscalers: [autoscalerOf('order-api-canary')] } }),
    { autoscaler: 'order-api-canary-hpa' },
  ],
  [
    'quota',
    'blocking',
    at({ quotas: [quotaOf({ pods: '10' }, { pods: '9' })] }),
    { quota: 'team-share', resource: 'pods', free: '1', needed: '2' },
  ],
  [
    'quota',
    'blocking',
    at({
      release: HEAVY,
      canary: undefined,
      usesCanary: false,
      quotas: [
        quotaOf({ 'requests.memory': '10Gi' }, { 'requests.memory': '9Gi' }),
      ],
    }),
    { resource: 'requests.memory', free: '1024Mi', needed: '1536Mi' },
  ],
  [
    'no-disruption-allowed',
    'info',
    at({ surroundings: { budgets: [budget(0)] } }),
    { budget: 'order-api' },
  ],
  [
    'strategy-changes',
    'info',
    at({ release: changed(RELEASE, { replicas: 8, strategy: {} }) }),
    { maxUnavailable: '25%' },
  ],
  [
    'strategy-changes',
    'warning',
    at({
      release: changed(RELEASE, {
        replicas: 1,
        strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
      }),
    }),
    { maxUnavailable: 1 },
  ],
  [
    'paused',
    'blocking',
    at({ release: changed(RELEASE, { paused: true }) }),
    { deployment: 'order-api' },
  ],
  [
    'rollout-active',
    'blocking',
    scene(undefined, {
      active: [{ id: 'r1', author: 'user:default/a', workloadIds: [] }],
    }),
    { rollout: 'r1', author: 'user:default/a' },
  ],
  [
    'rollout-active',
    'warning',
    scene(undefined, {
      active: [{ id: 'r1', author: 'user:default/a', workloadIds: [] }],
      supersedes: 'r1',
    }),
    { rollout: 'r1' },
  ],
  [
    'frozen',
    'blocking',
    scene(undefined, { freeze: FREEZE }),
    { freeze: '双十一', to: '2026-11-12T00:00:00Z' },
  ],
  [
    'drift',
    'warning',
    scene([target(), otherTarget({ current: image('1.3.0') })]),
    { from: '1.4.0, 1.3.0' },
  ],
  [
    'release-degraded',
    'warning',
    at({
      workload: workloadOf('prod-beijing', {
        state: 'degraded',
        release: { ...sideOf(RELEASE, 'order-api'), ready: 0 },
      }),
    }),
    { workload: 'order-api' },
  ],
  [
    'release-at-zero',
    'warning',
    at({ release: changed(RELEASE, { replicas: 0 }) }),
    { workload: 'order-api' },
  ],
  [
    'cluster-not-live',
    'blocking',
    at({ status: 'unreachable' }),
    { status: 'unreachable' },
  ],
  ['cluster-not-live', 'warning', at({ status: 'stale' }), {}],
  [
    'cluster-not-live',
    'blocking',
    at({ release: undefined, unread: 'timed out' }),
    { message: 'timed out' },
  ],
  [
    'cluster-not-live',
    'blocking',
    scene(undefined, { missing: [{ cluster: 'x', status: 'unreachable' }] }),
    { cluster: 'x' },
  ],
  [
    'read-only',
    'blocking',
    at({ forbidden: [{ verb: 'patch', resource: 'deployments' }] }),
    { cluster: 'prod-beijing' },
  ],
  [
    'not-checked',
    'warning',
    at({ unchecked: [{ verb: 'list', resource: 'services' }] }),
    { verb: 'list', resource: 'services' },
  ],
  [
    'under-minimum',
    'blocking',
    scene(undefined, { underMinimum: [{ field: 'bakeMs', minimum: 60_000 }] }),
    { field: 'bakeMs', minimum: 60_000 },
  ],
  [
    'no-traffic-evidence',
    'info',
    scene(undefined, {
      gateReason: { code: 'no-traffic-evidence', params: {} },
    }),
    {},
  ],
  [
    'takes-over',
    'warning',
    at({
      holders: [{ role: 'release', manager: 'kubectl', fields: ['image'] }],
    }),
    { manager: 'kubectl', fields: 'image' },
  ],
  [
    'last-applied',
    'warning',
    at({ release: applied('1.4.0') }),
    { image: 'r.test/order/order-api:1.4.0' },
  ],
  [
    'dry-run-refused',
    'blocking',
    at({
      dryRuns: [
        {
          role: 'release',
          deployment: 'order-api',
          before: RELEASE,
          refused: { why: 'other', text: 'a webhook says no' },
        },
      ],
    }),
    { message: 'a webhook says no' },
  ],
];

describe('preflight', () => {
  it('finds nothing where all is well', () => {
    expect(planFindings(scene())).toEqual([]);
    expect(planFindings(scene([target(), otherTarget({})]))).toEqual([]);
  });

  it.each(CASES)('finds %s, %s', (code, severity, world, params) => {
    expect(planFindings(world)).toContainEqual(
      expect.objectContaining({
        code,
        severity,
        params: expect.objectContaining(params),
      }),
    );
  });

  it('has a case for every code', () => {
    const covered = new Set(CASES.map(([code]) => code));
    expect(PREFLIGHT_FINDINGS.filter(code => !covered.has(code))).toEqual([]);
  });

  it('says the worst first, and of which workload', () => {
    const found = planFindings(
      at({
        status: 'unreachable',
        surroundings: { services: [] },
        holders: [{ role: 'release', manager: 'k', fields: ['image'] }],
      }),
    );
    expect(found.map(({ severity }) => severity)).toEqual([
      'blocking',
      'warning',
      'info',
    ]);
    expect(found[0].workloadId).toBe('prod/prod-beijing/order/order-api');
  });

  it.each<[string, PlanScene]>([
    [
      'a canary that is out for the superseded rollout',
      at(
        { canary: changed(CANARY, { replicas: 2 }) },
        {
          active: [
            {
              id: 'r1',
              author: 'a',
              workloadIds: ['prod/prod-beijing/order/order-api'],
            },
          ],
          supersedes: 'r1',
        },
      ),
    ],
    [
      'a canary that is not used',
      at({
        usesCanary: false,
        canary: changed(CANARY, { replicas: 2, paused: true }),
        surroundings: { autoscalers: [autoscalerOf('order-api-canary')] },
      }),
    ],
    [
      'what kubectl applied, when it is the wanted image',
      at({ release: applied('1.4.1') }),
    ],
    [
      'quotas with room, of other things, or for other pods',
      at({
        quotas: [
          quotaOf({ pods: '10', 'count/secrets': '1' }, { pods: '8' }),
          quotaOf({ pods: '1' }, { pods: '1' }, { scopes: ['BestEffort'] }),
          quotaOf({ pods: 'many' }, {}),
        ],
      }),
    ],
    ['a budget with room', at({ surroundings: { budgets: [budget(1)] } })],
  ])('lets %s be', (_, world) => {
    const blocking = planFindings(world).filter(
      ({ severity, code }) => severity !== 'info' && code !== 'rollout-active',
    );
    expect(blocking).toEqual([]);
  });

  it('caps what others have written', () => {
    const [found] = planFindings(
      at({ release: undefined, unread: 'x'.repeat(9_000) }),
    );
    expect(String(found.params.message)).toHaveLength(500);
  });
});
