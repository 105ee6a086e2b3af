import type { WatchedKinds } from '@pilothouse/plugin-clusters-node';
import type {
  Deployment,
  Namespace,
  Pod,
  ReplicaSet,
} from '../workload/objects';
import type { FakeCluster } from '@pilothouse/plugin-clusters-node/testUtils';

/** Objects as clusters-node hands them on, of a service in its house shape. */

export const CREATED = '2026-11-01T00:00:00Z';

let versions = 0;

/** A resourceVersion that no object had before. */
export function newVersion(): string {
  versions += 1;
  return `${versions}`;
}

interface DeploymentOptions {
  namespace?: string;
  name: string;
  labels?: Record<string, string>;
  role?: 'release' | 'canary';
  image?: string;
  replicas?: number;
  ready?: number;
  revision?: number;
}

export function namespaceNamed(name: string, owner?: string): Namespace {
  return {
    metadata: {
      name,
      resourceVersion: newVersion(),
      labels: owner === undefined ? {} : { 'pilothouse.io/owner': owner },
    },
  };
}

/** All is well with it, unless more pods are wanted than ready. */
export function deployment(options: DeploymentOptions): Deployment {
  const { name, namespace = 'order', role, replicas = 2 } = options;
  const {
    ready = replicas,
    revision = 1,
    image = 'r.test/order:1.0.0',
  } = options;
  const labels = {
    app: name.replace(/-canary$/, ''),
    ...(role && { role }),
  };
  return {
    metadata: {
      name,
      namespace,
      uid: `uid-${namespace}-${name}`,
      resourceVersion: newVersion(),
      generation: 1,
      creationTimestamp: CREATED,
      labels: {
        'backstage.io/kubernetes-id': labels.app,
        ...labels,
        ...options.labels,
      },
      annotations: { 'deployment.kubernetes.io/revision': `${revision}` },
    },
    spec: {
      replicas,
      revisionHistoryLimit: 5,
      selector: { matchLabels: labels },
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
      },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: labels.app, image, readinessProbe: {} }],
        },
      },
    },
    status: {
      observedGeneration: 1,
      replicas,
      updatedReplicas: replicas,
      readyReplicas: ready,
      availableReplicas: ready,
      conditions: [
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetAvailable',
        },
      ],
    },
  };
}

/** A ReplicaSet of the Deployment. */
export function replicaSet(of: Deployment, revision = 1): ReplicaSet {
  const { name = '', namespace, uid = '' } = of.metadata ?? {};
  return {
    metadata: {
      name: `${name}-rs${revision}`,
      namespace,
      uid: `${uid}-rs${revision}`,
      resourceVersion: newVersion(),
      creationTimestamp: CREATED,
      annotations: {
        'deployment.kubernetes.io/revision': `${revision}`,
        'kubernetes.io/change-cause': `release ${revision}`,
      },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name,
          uid,
          controller: true,
        },
      ],
    },
    spec: {
      replicas: of.spec?.replicas,
      selector: of.spec?.selector ?? {},
      template: of.spec?.template,
    },
    status: { replicas: of.spec?.replicas ?? 0, readyReplicas: 0 },
  };
}

type PodStatus = NonNullable<Pod['status']>;
export type ContainerStatus = NonNullable<
  PodStatus['containerStatuses']
>[number];

/** A container that has run since the beginning, and is ready. */
export function containerStatus(
  status: Partial<ContainerStatus> = {},
): ContainerStatus {
  return {
    name: 'order-api',
    image: 'r.test/order:1.0.0',
    imageID: '',
    ready: true,
    restartCount: 0,
    state: { running: { startedAt: CREATED } },
    ...status,
  };
}

/** A pod of the ReplicaSet; ready, unless its container says otherwise. */
export function pod(
  of: ReplicaSet,
  name: string,
  container: ContainerStatus = containerStatus(),
  status: Partial<PodStatus> = {},
): Pod {
  const { name: owner = '', namespace, uid = '' } = of.metadata ?? {};
  return {
    metadata: {
      name,
      namespace,
      uid: `uid-${name}`,
      resourceVersion: newVersion(),
      creationTimestamp: CREATED,
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: owner,
          uid,
          controller: true,
        },
      ],
    },
    spec: {
      nodeName: 'node-1',
      containers: [{ name: container.name, image: container.image }],
    },
    status: {
      phase: 'Running',
      podIP: '10.0.0.1',
      conditions: [
        {
          type: 'Ready',
          status: container.ready ? 'True' : 'False',
          lastTransitionTime: CREATED,
        },
      ],
      containerStatuses: [container],
      ...status,
    },
  };
}

export function event(
  about: { kind: string; name: string; namespace?: string },
  options: Partial<WatchedKinds['events']> = {},
): WatchedKinds['events'] {
  const { namespace = 'order', kind, name } = about;
  return {
    metadata: {
      name: `${kind}-${name}.1`,
      namespace,
      uid: `event-${kind}-${name}`,
      resourceVersion: newVersion(),
    },
    involvedObject: { kind, name, namespace },
    type: 'Normal',
    reason: 'Scaled',
    message: 'Scaled up',
    count: 1,
    firstTimestamp: CREATED,
    lastTimestamp: CREATED,
    source: { component: 'deployment-controller' },
    ...options,
  };
}

/** Puts a Deployment with its ReplicaSet and ready pods into the cluster, in a namespace of the owner. */
export function place(
  cluster: FakeCluster,
  options: DeploymentOptions & { owner?: string },
): { deployment: Deployment; replicaSet: ReplicaSet; pods: Pod[] } {
  const { namespace = 'order', owner = 'team-order', replicas = 2 } = options;
  const made = deployment(options);
  const set = replicaSet(made, options.revision);
  const pods = Array.from({ length: replicas }, (_, index) =>
    pod(
      set,
      `${options.name}-${index}`,
      containerStatus({ name: made.metadata?.labels?.app }),
    ),
  );
  cluster.put('namespaces', namespaceNamed(namespace, owner));
  cluster.put('replicasets', set);
  cluster.put('pods', ...pods);
  cluster.put('deployments', made);
  return { deployment: made, replicaSet: set, pods };
}
