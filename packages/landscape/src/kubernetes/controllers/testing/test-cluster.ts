import { SimulatedClock } from '../../../clock';
import { createClusterCore, type ClusterOptions } from '../../cluster';
import type {
  Draft,
  Json,
  KubeApi,
  PodRuntime,
  ResourceType,
} from '../../types';
import {
  controllerOf,
  keyOf,
  kinds,
  type Deployment,
  type Pod,
  type ReplicaSet,
} from '../objects';

export const NAMESPACE = 'shop';

export const START = Date.parse('2026-11-20T08:00:00Z');
export const USER = { manager: 'kubectl' };

const silent: PodRuntime = {
  logs: () => [],
  usage: () => ({ cpuNanocores: 0, memoryBytes: 0 }),
};

/** A cluster with its controllers on a clock that stands still, for tests. */
export interface TestCluster {
  api: KubeApi;
  clock: SimulatedClock;
  /** Lets `seconds` pass, and with it everything happen that is due. */
  pass(seconds?: number): void;
  deployment(name?: string): Deployment;
  /** ReplicaSets of a deployment, oldest revision first, as `[image, wanted, ready]`. */
  rollout(name?: string): [string, number, number][];
  /** Pods in order of their names. */
  pods(labels?: Record<string, string>): Pod[];
  /** Messages of the Events about an object, oldest first. */
  messages(object: string, reason?: string): string[];
  patch(kind: 'deployments' | 'statefulSets', name: string, body: Json): void;
  stop(): void;
}

export function testCluster(
  options: Partial<ClusterOptions> & { nodeCount?: number } = {},
): TestCluster {
  const { nodeCount = 3, ...rest } = options;
  const clock = new SimulatedClock({ start: START });
  const { api, stop } = createClusterCore({
    name: 'test',
    clock,
    runtime: silent,
    nodes: Array.from({ length: nodeCount }, (_, index) => ({
      name: `node-${index + 1}`,
      labels: { 'topology.kubernetes.io/zone': `zone-${index + 1}` },
    })),
    ...rest,
  });
  api.create(
    kinds.namespaces,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    USER,
  );
  clock.advance(0);

  return {
    api,
    clock,
    pass: (seconds = 0) => clock.advance(seconds * 1000),
    deployment: (name = 'web') => {
      const found = api.get(kinds.deployments, NAMESPACE, name);
      if (!found) throw new Error(`no deployment ${name}`);
      return found;
    },
    rollout: (name = 'web') =>
      api
        .list(kinds.replicaSets, { namespace: NAMESPACE })
        .filter(replicaSet => controllerOf(replicaSet)?.name === name)
        .sort((a, b) => revision(a) - revision(b))
        .map(({ spec, status }) => [
          spec.template.spec.containers[0].image,
          spec.replicas,
          status?.readyReplicas ?? 0,
        ]),
    pods: labels => api.list(kinds.pods, { namespace: NAMESPACE, labels }),
    messages: (object, reason) =>
      api
        .list(kinds.events, { namespace: NAMESPACE })
        .filter(
          event =>
            event.involvedObject.name === object &&
            (reason === undefined || event.reason === reason),
        )
        .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
        .map(({ message }) => message),
    patch: (kind, name, body) => {
      api.patch(
        kinds[kind] as ResourceType,
        NAMESPACE,
        name,
        { type: 'strategic', body },
        USER,
      );
    },
    stop,
  };
}

function revision({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations?.['deployment.kubernetes.io/revision']);
}

/** A deployment of `replicas` pods with the image `app:1`. */
export function deploymentDraft(
  spec: Partial<Deployment['spec']> & { image?: string; name?: string } = {},
): Draft<Deployment> {
  const { image = 'app:1', name = 'web', ...rest } = spec;
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: NAMESPACE, labels },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate' },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'app', image }] },
      },
      ...rest,
    },
  };
}

/** The patch of `kubectl set image`. */
export function imagePatch(image: string): Json {
  return {
    spec: { template: { spec: { containers: [{ name: 'app', image }] } } },
  };
}
