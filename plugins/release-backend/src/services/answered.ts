import type { Message, Workload } from '@pilothouse/plugin-release-common';

/** The reason of what is unknown, with the seconds that the cluster has been silent. */
export function noAnswer(
  cluster: string,
  staleSince: string | undefined,
  now: number,
): Message {
  const since = staleSince === undefined ? now : Date.parse(staleSince);
  const seconds = Math.max(0, Math.round((now - since) / 1000));
  return { code: 'no-answer', params: { cluster, seconds } };
}

/** A workload as it is told now: views are kept, and must not count seconds. */
export function answered(workload: Workload, now: number): Workload {
  if (workload.state !== 'unknown') return workload;
  const { target, staleSince, reasons } = workload;
  return {
    ...workload,
    reasons: [noAnswer(target.cluster, staleSince, now), ...reasons],
  };
}
