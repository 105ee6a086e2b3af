import { kinds } from '../kubernetes/controllers/objects';
import { requestsOf } from '../kubernetes/controllers/pods/node-fit';
import { timestamp } from '../kubernetes/controllers/time';
import { resources } from '../kubernetes/resources';
import type {
  Json,
  KubeApi,
  KubeObject,
  ResourceType,
} from '../kubernetes/types';

const CONTROLLER = {
  manager: 'kube-controller-manager',
  subresource: 'status',
} as const;

interface ResourceQuota extends KubeObject {
  spec: { hard: Record<string, string> };
}

const quotas = resources.resourceQuotas as ResourceType<ResourceQuota>;

/**
 * Fills in, once, the status of kinds that no controller of the landscape looks after: autoscalers and quotas. They
 * show what was true at that moment.
 */
export function takeStock(api: KubeApi): void {
  for (const { metadata } of api.list(resources.horizontalPodAutoscalers)) {
    const { namespace = '', name } = metadata;
    const target = api.get(kinds.deployments, namespace, name);
    if (!target) continue;
    setStatus(
      api,
      resources.horizontalPodAutoscalers,
      namespace,
      name,
      autoscalerStatus(target.spec.replicas, api.clock.now()),
    );
  }
  for (const { metadata, spec } of api.list(quotas)) {
    const { namespace = '', name } = metadata;
    const status = { hard: spec.hard, used: usedIn(api, namespace) };
    setStatus(api, quotas, namespace, name, status);
  }
}

function setStatus(
  api: KubeApi,
  type: ResourceType,
  namespace: string,
  name: string,
  status: Json,
): void {
  const patch = { type: 'merge', body: { status } } as const;
  api.patch(type, namespace, name, patch, CONTROLLER);
}

function usedIn(api: KubeApi, namespace: string): Json {
  const pods = api.list(kinds.pods, { namespace });
  const requests = pods.map(({ spec }) => requestsOf(spec));
  const sum = (field: 'cpu' | 'memory') =>
    requests.reduce((total, item) => total + item[field], 0);
  return {
    pods: String(pods.length),
    'requests.cpu': `${sum('cpu')}m`,
    'requests.memory': `${Math.round(sum('memory') / 2 ** 20)}Mi`,
  };
}

function autoscalerStatus(replicas: number, now: number): Json {
  const condition = (
    type: string,
    status: 'True' | 'False',
    reason: string,
    message: string,
  ) => ({ type, status, lastTransitionTime: timestamp(now), reason, message });
  return {
    currentReplicas: replicas,
    desiredReplicas: replicas,
    currentMetrics: [
      {
        type: 'Resource',
        resource: {
          name: 'cpu',
          current: { averageUtilization: 58, averageValue: '290m' },
        },
      },
    ],
    conditions: [
      condition(
        'AbleToScale',
        'True',
        'ReadyForNewScale',
        'recommended size matches current size',
      ),
      condition(
        'ScalingActive',
        'True',
        'ValidMetricFound',
        'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
      ),
      condition(
        'ScalingLimited',
        'False',
        'DesiredWithinRange',
        'the desired count is within the acceptable range',
      ),
    ],
  };
}
