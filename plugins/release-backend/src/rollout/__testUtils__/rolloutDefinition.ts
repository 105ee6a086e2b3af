import type { RolloutPolicy } from '@pilothouse/plugin-release-common';
import type { RolloutDefinition, TargetDefinition } from '../definition';
import { planSteps } from '../steps/planSteps';

export const OLD_IMAGE = 'registry.yunfan.test/order/order-api:1.4.1';
export const NEW_IMAGE = 'registry.yunfan.test/order/order-api:1.4.2';

/** Seconds where production has hours. */
export const QUICK_POLICY: RolloutPolicy = {
  strategy: 'canary',
  stepIntervalMs: 3_000,
  bakeMs: 10_000,
  maxCanaryReplicas: 2,
  gate: 'automatic',
  promoteTimeoutMs: 60_000,
  soakMs: 5_000,
  canaryPerCluster: false,
  readyTimeoutMs: 30_000,
};

interface Options {
  id?: string;
  strategy?: 'canary' | 'rolling';
  policy?: Partial<RolloutPolicy>;
  protected?: boolean;
  clusters?: readonly string[];
  /** False where the canary Deployment has to be made. */
  canary?: boolean;
  supersedes?: string;
  releaseReplicas?: number;
}

/** A rollout of order-api from 1.4.1 to 1.4.2. */
export function rolloutDefinition(options: Options = {}): RolloutDefinition {
  const {
    id = 'r1',
    strategy = 'canary',
    clusters = ['prod-beijing'],
    canary = true,
    supersedes,
    releaseReplicas = 3,
  } = options;
  const policy = { ...QUICK_POLICY, ...options.policy, strategy };
  const targets = clusters.map(cluster =>
    targetOn(cluster, canary, releaseReplicas),
  );
  const isProtected = options.protected ?? false;
  return {
    id,
    entityRef: 'component:default/order-api',
    environment: 'prod',
    protected: isProtected,
    name: 'order-api',
    strategy,
    image: {
      reference: NEW_IMAGE,
      registry: 'registry.yunfan.test',
      repository: 'order/order-api',
      tag: '1.4.2',
    },
    author: 'user:default/li.wei',
    reason: 'A release',
    policy,
    targets,
    steps: planSteps(
      { policy, strategy, protected: isProtected },
      targets.map(({ workloadId }) => workloadId),
    ),
    supersedes,
  };
}

function targetOn(
  cluster: string,
  canary: boolean,
  replicas: number,
): TargetDefinition {
  const name = 'order-api';
  return {
    workloadId: `prod/${cluster}/order/${name}`,
    environment: 'prod',
    cluster,
    namespace: 'order',
    name,
    container: 'app',
    image: NEW_IMAGE,
    release: {
      name,
      uid: `${cluster}-release`,
      image: OLD_IMAGE,
      replicas,
      template: { spec: { containers: [{ name: 'app', image: OLD_IMAGE }] } },
    },
    canary: canary
      ? {
          name: `${name}-canary`,
          uid: `${cluster}-canary`,
          image: OLD_IMAGE,
          replicas: 0,
        }
      : undefined,
    canaryName: `${name}-canary`,
    confirmedManagers: { release: [], canary: [] },
  };
}
