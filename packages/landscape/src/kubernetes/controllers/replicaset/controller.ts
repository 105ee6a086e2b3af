import { isDeepStrictEqual } from 'node:util';
import { ApiError } from '../../api-error';
import { candidateOwners, claim, isNamespaceTerminating } from '../claims';
import type { ControllerContext } from '../context';
import {
  controllerOf,
  keyOf,
  kinds,
  type Pod,
  type ReplicaSet,
} from '../objects';
import { isActive, isTerminal, readySince } from '../pods/conditions';
import { podFromTemplate } from '../pods/from-template';
import { bySparability } from './deletion-order';
import { replicaSetStatus } from './status';

const MANAGER = 'kube-controller-manager';
const SOURCE = { component: 'replicaset-controller' };

// No more pods than this are created or deleted in one pass.
const BURST = 500;

/** Keeps as many pods as each ReplicaSet wants, as the controller manager does. */
export function startReplicaSetController(context: ControllerContext): void {
  const { replicaSets, pods, clock } = context;

  const queue = context.queue(key => {
    const replicaSet = replicaSets.get(key);
    if (!replicaSet) return undefined;
    const owned = claim(context, pods, replicaSet);
    const replicas = owned.filter(isActive);
    const failure = replicaSet.metadata.deletionTimestamp
      ? undefined
      : adjust(replicaSet, replicas);
    writeStatus(replicaSet, owned, failure);
    wakeWhenAvailable(replicaSet, replicas);
    return failure && 'retry';
  });

  function adjust(
    replicaSet: ReplicaSet,
    replicas: Pod[],
  ): ApiError | undefined {
    const surplus = replicas.length - replicaSet.spec.replicas;
    return surplus < 0
      ? createPods(replicaSet, Math.min(-surplus, BURST))
      : deletePods(replicaSet, replicas, Math.min(surplus, BURST));
  }

  // In batches of 1, 2, 4, …: what is refused is mostly refused to all, and need not be asked for a hundred times.
  function createPods(
    replicaSet: ReplicaSet,
    count: number,
  ): ApiError | undefined {
    let failure: ApiError | undefined;
    for (let batch = 1, rest = count; rest > 0 && !failure; batch *= 2) {
      const size = Math.min(batch, rest);
      for (let index = 0; index < size; index++) {
        failure = createPod(replicaSet) ?? failure;
      }
      rest -= size;
    }
    return failure;
  }

  function createPod(replicaSet: ReplicaSet): ApiError | undefined {
    const draft = podFromTemplate(replicaSet, replicaSet.spec.template);
    try {
      const pod = context.api.create(kinds.pods, draft, { manager: MANAGER });
      record(
        replicaSet,
        'SuccessfulCreate',
        `Created pod: ${pod.metadata.name}`,
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (isNamespaceTerminating(error)) return undefined;
      record(replicaSet, 'FailedCreate', `Error creating: ${error.message}`);
      return error;
    }
  }

  function deletePods(
    replicaSet: ReplicaSet,
    replicas: Pod[],
    count: number,
  ): ApiError | undefined {
    if (count === 0) return undefined;
    const spare =
      count < replicas.length
        ? bySparability(replicas, relatedPods(replicaSet), clock.now())
        : replicas;
    let failure: ApiError | undefined;
    for (const { metadata } of spare.slice(0, count)) {
      const { namespace, name } = metadata;
      try {
        context.api.delete(kinds.pods, namespace, name);
        record(replicaSet, 'SuccessfulDelete', `Deleted pod: ${name}`);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.reason === 'NotFound') continue;
        record(replicaSet, 'FailedDelete', `Error deleting: ${error.message}`);
        failure = error;
      }
    }
    return failure;
  }

  /** The pods of all ReplicaSets with the same controller. */
  function* relatedPods(replicaSet: ReplicaSet): Iterable<Pod> {
    const owner = controllerOf(replicaSet);
    const siblings = owner ? replicaSets.controlledBy(owner.uid) : [replicaSet];
    for (const { metadata } of siblings) yield* pods.controlledBy(metadata.uid);
  }

  function record(about: ReplicaSet, reason: string, message: string): void {
    const type = reason.startsWith('Failed') ? 'Warning' : 'Normal';
    context.events.record(about, SOURCE, { type, reason, message });
  }

  function writeStatus(
    replicaSet: ReplicaSet,
    owned: Pod[],
    failure: ApiError | undefined,
  ): void {
    const status = replicaSetStatus(
      replicaSet,
      {
        replicas: owned.filter(isActive),
        terminating: owned.filter(
          pod => pod.metadata.deletionTimestamp && !isTerminal(pod),
        ),
      },
      failure,
      clock.now(),
    );
    if (isDeepStrictEqual(status, replicaSet.status)) return;
    context.api.update(
      kinds.replicaSets,
      { ...replicaSet, status },
      { manager: MANAGER, subresource: 'status' },
    );
  }

  function wakeWhenAvailable(replicaSet: ReplicaSet, replicas: Pod[]): void {
    const { minReadySeconds = 0 } = replicaSet.spec;
    if (minReadySeconds === 0) return;
    const now = clock.now();
    const moments = replicas
      .map(pod => (readySince(pod) ?? -Infinity) + minReadySeconds * 1000)
      .filter(at => at > now);
    if (moments.length === 0) return;
    queue.addAfter(keyOf(replicaSet), Math.min(...moments) - now);
  }

  replicaSets.subscribe(({ type, object }) => {
    if (type !== 'DELETED') queue.add(keyOf(object));
  });
  pods.subscribe(({ object, previous }) => {
    for (const pod of previous ? [previous, object] : [object]) {
      const owner = controllerOf(pod);
      if (owner?.kind === 'ReplicaSet') {
        queue.add(`${pod.metadata.namespace}/${owner.name}`);
      }
    }
    for (const owner of candidateOwners(replicaSets, object)) {
      queue.add(keyOf(owner));
    }
  });
}
