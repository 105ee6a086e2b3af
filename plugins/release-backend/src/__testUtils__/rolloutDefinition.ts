import { parseImage } from '@pilothouse/plugin-release-common';
import type {
  RolloutDefinition,
  TargetDefinition,
} from '../rollout/definition';

const image = (tag: string) => `registry.yunfan.test/order/order-api:${tag}`;

function target(workloadId: string): TargetDefinition {
  const [environment, cluster, namespace, name] = workloadId.split('/');
  return {
    workloadId,
    environment,
    cluster,
    namespace,
    name,
    container: name,
    image: image('1.4.1'),
    release: {
      name,
      uid: `uid-${workloadId}`,
      image: image('1.4.0'),
      replicas: 3,
      template: { spec: { containers: [{ name, image: image('1.4.0') }] } },
    },
    canaryName: `${name}-canary`,
    confirmedManagers: { release: [], canary: [] },
  };
}

let made = 0;

/** A rollout of one image to these workloads; each call makes another one. */
export function rolloutDefinition(
  workloads: readonly string[] = ['prod/prod-beijing/order/order-api'],
  changes: Partial<RolloutDefinition> = {},
): RolloutDefinition {
  made += 1;
  return {
    id: `rollout-${made}`,
    entityRef: 'component:default/order-api',
    system: 'system:default/order',
    environment: 'prod',
    protected: true,
    name: 'order-api',
    strategy: 'canary',
    image: parseImage(image('1.4.1')),
    author: 'user:default/wang.fang',
    reason: 'Fixes the rounding of refunds',
    policy: {
      strategy: 'canary',
      stepIntervalMs: 1000,
      bakeMs: 1000,
      maxCanaryReplicas: 2,
      gate: 'automatic',
      promoteTimeoutMs: 1000,
      soakMs: 1000,
      canaryPerCluster: false,
      readyTimeoutMs: 1000,
    },
    targets: workloads.map(target),
    steps: [],
    ...changes,
  };
}
