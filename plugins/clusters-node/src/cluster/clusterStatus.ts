import type { ClusterStatus } from '../types';
import type { WatchCondition } from '../watch/WatchCondition';

/** What is known of a cluster at a moment. */
export interface StatusFacts {
  /** It refuses our credentials, or there are none. */
  refused: boolean;
  /** The last probe; a byte that came meanwhile counts as an answer. */
  probe: 'none' | 'answered' | 'failed';
  heard: boolean;
  /** Of the kinds by which a cluster is judged. */
  watches: readonly WatchCondition[];
}

/**
 * The status of a cluster. Who was away is not live again before every watch has caught up; who was live may be behind
 * for a moment, as every watch is when it is opened anew.
 */
export function clusterStatus(
  previous: ClusterStatus,
  facts: StatusFacts,
  now: number,
  behindMs: number,
): ClusterStatus {
  if (facts.refused) return 'unauthorized';
  if (facts.probe === 'failed') return 'unreachable';
  if (!facts.heard) return 'connecting';
  const patience =
    previous === 'live' || previous === 'connecting' ? behindMs : 0;
  const behind = facts.watches.some(
    watch => isLate(watch) && now - watch.since >= patience,
  );
  if (behind) return 'stale';
  // Before the first lists nothing is known that could be live.
  const starting = facts.watches.some(({ state }) => state === 'starting');
  return previous === 'connecting' && starting ? 'connecting' : 'live';
}

/** When the status may change without anything happening: a watch has been late for too long. */
export function nextLook(
  watches: readonly WatchCondition[],
  now: number,
  behindMs: number,
): number | undefined {
  const due = watches
    .filter(isLate)
    .map(({ since }) => since + behindMs)
    .filter(at => at > now);
  return due.length > 0 ? Math.min(...due) : undefined;
}

function isLate({ state }: WatchCondition): boolean {
  return state === 'behind' || state === 'starting';
}
