import { NotFoundError } from '@backstage/errors';
import {
  DEPLOYMENT,
  POD,
  REPLICA_SET,
  type Cluster,
} from '@pilothouse/plugin-clusters-node';
import type {
  Finding,
  Operation,
  Role,
} from '@pilothouse/plugin-release-common';
import { ownedPods } from '../details/listPods';
import { bySeverity } from '../findings/bySeverity';
import { finding } from '../findings/finding';
import type { OpenedWorkload } from '../services/WorkloadService';
import {
  podsOf,
  replicaSetsOf,
  revisionOf,
  type Deployment,
  type Pod,
  type ReplicaSet,
  type WorkloadObjects,
} from '../workload/objects';
import { changedConfig } from './changedConfig';
import {
  pauseEffect,
  restartEffect,
  rollBackEffect,
  type DeploymentEffect,
} from './effects';
import { operationFindings } from './findings';
import type { OperationPorts, OperationSubject } from './ports';
import { sameTemplate } from './sameTemplate';

/** Whoever plans waits so long for autoscalers and budgets that nobody has watched yet. */
const DETAILS_WITHIN = 2_000;

/** An operation, with all that it depends on as it is now. Nothing has been changed. */
export interface OperationScene {
  opened: OpenedWorkload;
  cluster: Cluster;
  operation: Operation;
  role: Role;
  /** Whole, as the cluster has it at this moment. */
  deployment: Deployment;
  /** Missing where something that it needs is not there; then a finding says what. */
  effect?: DeploymentEffect | { kind: 'delete-pod'; pod: Pod };
  findings: Finding[];
}

/** Looks at the cluster before anything is done. */
export class OperationScenes {
  readonly #ports: OperationPorts;

  constructor(ports: OperationPorts) {
    this.#ports = ports;
  }

  /** @throws NotFoundError, NotAllowedError, ServiceUnavailableError */
  async of(
    { binding, system }: OperationSubject,
    workloadId: string,
    operation: Operation,
    signal?: AbortSignal,
  ): Promise<OperationScene> {
    const opened = await this.#ports.workloads.openWithPods(
      binding,
      workloadId,
    );
    const { cluster } = opened.cluster;
    const { role, pod } = sideOf(operation, opened);
    const cached = opened.found[role];
    if (!cached?.metadata?.name) {
      throw new NotFoundError(`${workloadId} has no ${role} Deployment`);
    }
    const { namespace } = opened.found.target;
    const deployment = await cluster.read<Deployment>(
      DEPLOYMENT,
      { namespace, name: cached.metadata.name },
      { signal },
    );
    const { effect, findings } = await this.#effect({
      cluster,
      opened,
      operation,
      deployment,
      pod,
      signal,
    });
    const around = await this.#around(opened, system, operation);
    return {
      opened,
      cluster,
      operation,
      role,
      deployment,
      effect,
      findings: [
        ...findings,
        ...operationFindings({
          operation,
          deployment,
          ready: readyPods(cached, opened.objects),
          pod,
          ...around,
        }),
      ].sort(bySeverity),
    };
  }

  async #around(
    { found, cluster }: OpenedWorkload,
    system: string | undefined,
    { operation }: Operation,
  ) {
    const { environment, namespace } = found.target;
    const options = { namespace, withinMs: DETAILS_WITHIN };
    const [autoscalers, budgets, rollout, freeze] = await Promise.all([
      operation === 'scale'
        ? cluster.detail('horizontalpodautoscalers', options)
        : undefined,
      operation === 'delete-pod'
        ? cluster.detail('poddisruptionbudgets', options)
        : undefined,
      this.#ports.rolloutOn(found.workload.id),
      this.#ports.freezeOf({ environment, system }),
    ]);
    return {
      autoscalers: autoscalers?.synced
        ? autoscalers.list(namespace)
        : undefined,
      budgets: budgets?.synced ? budgets.list(namespace) : undefined,
      rollout,
      freeze,
      replicas: this.#ports.boundsOf(environment),
    };
  }

  async #effect(scene: {
    cluster: Cluster;
    opened: OpenedWorkload;
    operation: Operation;
    deployment: Deployment;
    pod?: Pod;
    signal?: AbortSignal;
  }): Promise<Pick<OperationScene, 'effect' | 'findings'>> {
    const { operation, deployment, cluster, pod, signal } = scene;
    switch (operation.operation) {
      case 'restart':
        return {
          effect: restartEffect(deployment, this.#ports.clock()),
          findings: [],
        };
      case 'scale':
        return {
          effect: { kind: 'scale', replicas: operation.replicas },
          findings: [],
        };
      case 'pause':
      case 'resume':
        return {
          effect: pauseEffect(operation.operation === 'pause'),
          findings: [],
        };
      case 'roll-back':
        return this.#rollBack({ ...scene, revision: operation.revision });
      case 'delete-pod': {
        if (!pod?.metadata?.name) {
          const { pod: gone } = operation;
          return { findings: finding('blocking', 'pod-gone', { pod: gone }) };
        }
        const { namespace = '', name } = pod.metadata;
        const present = await cluster.read<Pod>(
          POD,
          { namespace, name },
          { signal },
        );
        return { effect: { kind: 'delete-pod', pod: present }, findings: [] };
      }
      default:
        return operation satisfies never;
    }
  }

  async #rollBack(scene: {
    cluster: Cluster;
    opened: OpenedWorkload;
    deployment: Deployment;
    revision: number;
    signal?: AbortSignal;
  }): Promise<Pick<OperationScene, 'effect' | 'findings'>> {
    const { cluster, opened, deployment, revision, signal } = scene;
    const { namespace } = opened.found.target;
    const kept = replicaSetsOf(deployment, opened.objects);
    const cached = kept.find(each => revisionOf(each) === revision);
    if (!cached?.metadata?.name) {
      return { findings: finding('blocking', 'revision-gone', { revision }) };
    }
    const replicaSet = await cluster.read<ReplicaSet>(
      REPLICA_SET,
      { namespace, name: cached.metadata.name },
      { signal },
    );
    if (sameTemplate(deployment, replicaSet)) {
      return { findings: finding('blocking', 'same-template') };
    }
    return {
      effect: rollBackEffect(deployment, replicaSet),
      findings: await changedConfig({
        cluster,
        namespace,
        replicaSet,
        replacedAt: replacedAt(revision, kept),
        signal,
      }),
    };
  }
}

/** On which side an operation acts, and on which of its pods. */
function sideOf(
  operation: Operation,
  { found, objects }: OpenedWorkload,
): { role: Role; pod?: Pod } {
  if (operation.operation !== 'delete-pod') return { role: operation.role };
  const owned = ownedPods(found, objects).find(
    ({ pod }) => pod.metadata?.name === operation.pod,
  );
  return owned ?? { role: found.release ? 'release' : 'canary' };
}

function readyPods(deployment: Deployment, objects: WorkloadObjects): number {
  return replicaSetsOf(deployment, objects)
    .flatMap(replicaSet => podsOf(replicaSet, objects))
    .filter(({ status }) =>
      status?.conditions?.some(
        ({ type, status: is }) => type === 'Ready' && is === 'True',
      ),
    ).length;
}

/** When the revision after this one was made: until then it ran. */
function replacedAt(
  revision: number,
  replicaSets: readonly ReplicaSet[],
): string | undefined {
  const later = replicaSets
    .filter(each => (revisionOf(each) ?? 0) > revision)
    .sort((a, b) => (revisionOf(a) ?? 0) - (revisionOf(b) ?? 0));
  return later[0]?.metadata?.creationTimestamp;
}
