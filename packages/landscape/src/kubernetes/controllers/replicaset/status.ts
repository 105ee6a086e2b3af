import type { ApiError } from '../../api-error';
import { findCondition, withCondition, withoutCondition } from '../conditions';
import type { Condition, Pod, ReplicaSet, ReplicaSetStatus } from '../objects';
import { isAvailable, isReady } from '../pods/conditions';
import { hasLabels } from '../selectors';
import { timestamp } from '../time';

/** What a ReplicaSet's status says about its pods. `failure` is what the API answered to the last creation or deletion. */
export function replicaSetStatus(
  replicaSet: ReplicaSet,
  pods: { replicas: Pod[]; terminating: Pod[] },
  failure: ApiError | undefined,
  now: number,
): ReplicaSetStatus {
  const { spec, metadata } = replicaSet;
  const { minReadySeconds = 0, template } = spec;
  const count = (test: (pod: Pod) => boolean) =>
    pods.replicas.filter(test).length;
  const labelled = count(pod =>
    hasLabels(pod.metadata.labels, template.metadata?.labels),
  );
  const ready = count(isReady);
  const available = count(pod => isAvailable(pod, minReadySeconds, now));
  const conditions = failureConditions(replicaSet, pods.replicas, failure, now);
  return {
    replicas: pods.replicas.length,
    ...(labelled > 0 && { fullyLabeledReplicas: labelled }),
    ...(ready > 0 && { readyReplicas: ready }),
    ...(available > 0 && { availableReplicas: available }),
    terminatingReplicas: pods.terminating.length,
    observedGeneration: metadata.generation,
    ...(conditions.length > 0 && { conditions }),
  };
}

function failureConditions(
  { spec, status }: ReplicaSet,
  replicas: Pod[],
  failure: ApiError | undefined,
  now: number,
): Condition[] {
  const conditions = status?.conditions ?? [];
  if (!failure) return withoutCondition(conditions, 'ReplicaFailure');
  if (findCondition(conditions, 'ReplicaFailure')) return conditions;
  return withCondition(conditions, {
    type: 'ReplicaFailure',
    status: 'True',
    lastTransitionTime: timestamp(now),
    reason: replicas.length < spec.replicas ? 'FailedCreate' : 'FailedDelete',
    message: failure.message,
  });
}
