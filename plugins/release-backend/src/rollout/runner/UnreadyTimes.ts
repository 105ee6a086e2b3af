import { isReady } from './observeTarget';
import type { Pod } from '../../workload/objects';

/** Reasons of containers that are on their way. */
const ON_ITS_WAY = new Set(['ContainerCreating', 'PodInitializing']);

/**
 * For how long pods have been seen not to be ready, though their containers could be. By our own clock that does not
 * jump: those of clusters and databases may differ by more than a probe takes.
 */
export class UnreadyTimes {
  readonly #monotonic: () => number;
  #since = new Map<string, number>();

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** All pods that are looked at; others are forgotten. */
  note(pods: readonly Pod[]): void {
    const now = this.#monotonic();
    const since = new Map<string, number>();
    for (const pod of pods) {
      const uid = pod.metadata?.uid;
      if (uid === undefined || isReady(pod) || !couldBeReady(pod)) continue;
      since.set(uid, this.#since.get(uid) ?? now);
    }
    this.#since = since;
  }

  /** Nothing was seen for a while: they may have been ready meanwhile. */
  forget(): void {
    this.#since.clear();
  }

  /** In milliseconds. */
  of(pod: Pod): number {
    const since = this.#since.get(pod.metadata?.uid ?? '');
    return since === undefined ? 0 : this.#monotonic() - since;
  }
}

/** Its containers run, or cannot: what is still scheduled, pulled or prepared has a deadline of its own. */
function couldBeReady({ status }: Pod): boolean {
  const statuses = status?.containerStatuses ?? [];
  return (
    statuses.length > 0 &&
    statuses.every(({ state }) => {
      const reason = state?.waiting?.reason;
      return !state?.waiting || (reason && !ON_ITS_WAY.has(reason));
    })
  );
}
