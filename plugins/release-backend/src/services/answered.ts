import type { ClusterStatus } from '@pilothouse/plugin-clusters-node';
import type {
  Message,
  PodList,
  Workload,
} from '@pilothouse/plugin-release-common';

/**
 * The reason of what is unknown, with the seconds since it was known: a cluster that is silent needs patience, one that
 * refuses us needs other credentials.
 */
export function lostContact(
  cluster: string,
  status: ClusterStatus | undefined,
  staleSince: string | undefined,
  now: number,
): Message {
  const since = staleSince === undefined ? now : Date.parse(staleSince);
  const seconds = Math.max(0, Math.round((now - since) / 1000));
  const code = status === 'unauthorized' ? 'refused' : 'no-answer';
  return { code, params: { cluster, seconds } };
}

/** A workload as it is told now: views are kept, and must not count seconds. */
export function answered(
  workload: Workload,
  status: ClusterStatus | undefined,
  now: number,
): Workload {
  if (workload.state !== 'unknown') return workload;
  const { target, staleSince, reasons } = workload;
  return {
    ...workload,
    reasons: [lostContact(target.cluster, status, staleSince, now), ...reasons],
  };
}

/** Pods as they are told now: of a cluster that is lost, what they were last is all that is known. */
export function answeredPods(
  list: PodList,
  workload: Workload,
  status: ClusterStatus | undefined,
  now: number,
): PodList {
  if (workload.state !== 'unknown') return list;
  const { target, staleSince } = workload;
  const lost = lostContact(target.cluster, status, staleSince, now);
  return {
    ...list,
    pods: list.pods.map(pod => ({
      ...pod,
      state: 'unknown',
      reasons: [lost, ...pod.reasons],
    })),
  };
}
