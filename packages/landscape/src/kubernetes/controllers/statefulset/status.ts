import type { Pod, StatefulSet, StatefulSetStatus } from '../objects';
import { isAvailable, isReady } from '../pods/conditions';
import { revisionOfPod } from './pods';

/** What a set's status says about its pods, `updateRevision` being that of the present template. */
export function statefulSetStatus(
  set: StatefulSet,
  pods: Pod[],
  updateRevision: string,
  now: number,
): StatefulSetStatus {
  const { minReadySeconds = 0, replicas, updateStrategy } = set.spec;
  const before = set.status?.currentRevision ?? updateRevision;
  const count = (test: (pod: Pod) => boolean) => pods.filter(test).length;
  const ofRevision = (revision: string) =>
    count(
      pod => revisionOfPod(pod) === revision && !pod.metadata.deletionTimestamp,
    );
  const running = (pod: Pod) => pod.status?.phase === 'Running' && isReady(pod);
  const ready = count(running);
  const updated = ofRevision(updateRevision);

  // When the last pod is updated, what was the update becomes the current revision.
  const finished =
    updateStrategy?.type !== 'OnDelete' &&
    [updated, ready, pods.length].every(number => number === replicas);
  const currentRevision = finished ? updateRevision : before;
  const current = ofRevision(currentRevision);
  return {
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    ...(ready > 0 && { readyReplicas: ready }),
    availableReplicas: count(
      pod => running(pod) && isAvailable(pod, minReadySeconds, now),
    ),
    ...(current > 0 && { currentReplicas: current }),
    ...(updated > 0 && { updatedReplicas: updated }),
    currentRevision,
    updateRevision,
    collisionCount: set.status?.collisionCount ?? 0,
  };
}
