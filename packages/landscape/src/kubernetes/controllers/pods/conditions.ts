import { findCondition } from '../conditions';
import type { Pod } from '../objects';

/** When the pod became ready, in milliseconds; undefined while it is not. */
export function readySince(pod: Pod): number | undefined {
  const condition = findCondition(pod.status?.conditions, 'Ready');
  return condition?.status === 'True'
    ? Date.parse(condition.lastTransitionTime ?? '')
    : undefined;
}

export function isReady(pod: Pod): boolean {
  return findCondition(pod.status?.conditions, 'Ready')?.status === 'True';
}

/** Whether the pod has been ready for at least `minReadySeconds`. */
export function isAvailable(
  pod: Pod,
  minReadySeconds: number,
  now: number,
): boolean {
  const since = readySince(pod);
  if (since === undefined) return false;
  return minReadySeconds === 0 || since + minReadySeconds * 1000 <= now;
}

/** Whether the pod has ended for good, well or badly. */
export function isTerminal(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Whether the pod counts as one of its controller's replicas. */
export function isActive(pod: Pod): boolean {
  return !isTerminal(pod) && !pod.metadata.deletionTimestamp;
}

/** The largest number of restarts of any container. */
export function restartsOf(pod: Pod): number {
  return Math.max(
    0,
    ...(pod.status?.containerStatuses ?? []).map(
      ({ restartCount }) => restartCount,
    ),
  );
}
