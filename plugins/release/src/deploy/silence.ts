import type {
  ClusterCondition,
  Message,
  Workload,
} from '@pilothouse/plugin-release-common';

/** Why what is known of a workload is old: no answer, refused credentials, or a watch that has fallen behind. */
export type Silence = 'no-answer' | 'refused' | 'behind';

/** @returns `undefined` while the cluster tells what is so now */
export function silenceOf(
  workload: Pick<Workload, 'state' | 'staleSince' | 'reasons'>,
): Silence | undefined {
  if (workload.staleSince === undefined) return undefined;
  if (workload.state !== 'unknown') return 'behind';
  return workload.reasons.some(({ code }) => code === 'refused')
    ? 'refused'
    : 'no-answer';
}

/** Whether a reason tells of silence. Its seconds stand still, so an age that counts is shown in its place. */
export function tellsSilence({ code }: Message): boolean {
  return code === 'no-answer' || code === 'refused';
}

/**
 * From when on a cluster's trouble is counted. One that is behind or refuses us still answers, so that its last contact
 * says nothing; of others nothing has been known since then.
 */
export function troubleSince(cluster: ClusterCondition): string {
  const { status, since, lastContactAt = since } = cluster;
  return status === 'stale' || status === 'unauthorized'
    ? since
    : lastContactAt;
}
