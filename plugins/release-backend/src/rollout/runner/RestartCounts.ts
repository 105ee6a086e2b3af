import { timeOf, type Pod } from '../../workload/objects';

/** Of one pod: what is told of it, and how much of that was before. */
interface Count {
  before: number;
  total: number;
}

/**
 * How often containers of pods were restarted since a step began. Kubernetes only tells how often in all, so it is
 * remembered what that was; who takes a rollout over in the middle of a step counts what is certain.
 */
export class RestartCounts {
  #since?: number;
  #counts = new Map<string, Count>();

  /**
   * All pods that are looked at; others are forgotten.
   *
   * @param since - when the step began, by the clock of the database
   */
  note(pods: readonly Pod[], since: number): void {
    const isFirst = this.#since === undefined;
    const isNext = this.#since !== since;
    this.#since = since;
    const counts = new Map<string, Count>();
    for (const pod of pods) {
      const uid = pod.metadata?.uid;
      if (uid === undefined) continue;
      const total = restartsOf(pod);
      const known = this.#counts.get(uid);
      // One that was not there at the last look came up in this step.
      let before = isFirst ? restartsBefore(pod, since) : 0;
      if (known) before = isNext ? known.total : known.before;
      counts.set(uid, { before, total });
    }
    this.#counts = counts;
  }

  of(pod: Pod): number {
    const count = this.#counts.get(pod.metadata?.uid ?? '');
    return count ? Math.max(0, count.total - count.before) : 0;
  }
}

type ContainerStatus = NonNullable<
  NonNullable<Pod['status']>['containerStatuses']
>[number];

function statusesOf({ status }: Pod): readonly ContainerStatus[] {
  return [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
  ];
}

function restartsOf(pod: Pod): number {
  return statusesOf(pod).reduce(
    (total, { restartCount }) => total + restartCount,
    0,
  );
}

/** Of a container only the last end is told: when that was in this step, one restart was for certain. */
function restartsBefore(pod: Pod, since: number): number {
  const madeAt = timeOf(pod.metadata?.creationTimestamp);
  if (madeAt !== undefined && madeAt >= since) return 0;
  return statusesOf(pod).reduce((total, { restartCount, lastState }) => {
    const endedAt = timeOf(lastState?.terminated?.finishedAt);
    const isRecent = endedAt !== undefined && endedAt >= since;
    return total + Math.max(0, restartCount - (isRecent ? 1 : 0));
  }, 0);
}
