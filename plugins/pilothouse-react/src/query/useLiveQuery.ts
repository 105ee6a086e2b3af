import { useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { hashKey, useQuery, useQueryClient } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { LiveBadgeProps, LiveStatus } from '../time/LiveBadge';
import { useNow } from '../time/useNow';
import { liveRefetcherOf } from './LiveRefetcher';
import { signalLinkOf } from './SignalLink';

const HEARTBEAT_MS = 15_000;
/** Where there are no signals at all. */
const POLL_MS = 5_000;
/** Where there should be signals, and none arrive. */
const SILENT_POLL_MS = 10_000;
/**
 * How long a new screen asks three times as often: the signals plugin connects only then, and tries again after five
 * seconds when that took more than one. What changes meanwhile would be seen a heartbeat late.
 */
const SETTLING_MS = 30_000;
const SETTLING_FACTOR = 3;
/** A beat may be missed, by a slow answer or a late timer; three are news. */
const STALE_BEATS = 3;

export interface LiveQueryOptions<TData> {
  queryKey: QueryKey;
  /** Has to pass the signal on: requests that nobody waits for any more are given up. */
  queryFn: (context: { signal: AbortSignal }) => Promise<TData>;
  /** A signal on any of them means: ask again. What it says does not matter. */
  channels: readonly string[];
  /** A channel on which something is told every ten seconds, to know by that signals arrive. */
  beatChannel?: string;
  /**
   * How often to ask without a signal, for those that were lost: 15 s when missing. At least every 10 s while no signals
   * arrive, and every 5 s where there are none.
   */
  heartbeatMs?: number;
  /** False while there is nothing to ask for. */
  enabled?: boolean;
}

export interface LiveQueryResult<TData> {
  /** The last answer, also while a later request fails. */
  data: TData | undefined;
  /** Why the last request failed; missing when it did not. */
  error: Error | undefined;
  /** There has been neither an answer nor an error yet. */
  isPending: boolean;
  /** Asks again, for a person who does not want to wait. */
  refetch: () => void;
  /** For `<LiveBadge {...result.live} />`. */
  live: LiveBadgeProps;
}

/**
 * A query whose answer stays true: it is asked again when a signal says that something changed, at once and never more
 * than one request at a time with one more due, and now and then without. Data and errors of earlier requests stay while
 * it asks. Signals that do not arrive are noticed, and not called live. Nothing is asked while the page is hidden; it catches up once when it is seen again, after a sleep, and when
 * the network is back.
 *
 * Has to be inside a {@link PilothouseQueryProvider}.
 */
export function useLiveQuery<TData>(
  options: LiveQueryOptions<TData>,
): LiveQueryResult<TData> {
  const { queryKey, queryFn, channels, beatChannel, enabled = true } = options;
  const client = useQueryClient();
  const signals = useApiHolder().get(signalApiRef);
  const link = signals && signalLinkOf(signals);
  const linkState = useSyncExternalStore(
    link?.onChange ?? neverChanges,
    () => link?.state ?? 'down',
  );
  const isLinkUp = linkState === 'up';
  const everyMs = Math.min(
    options.heartbeatMs ?? HEARTBEAT_MS,
    longestWait(link !== undefined, isLinkUp),
  );
  const [startedAt] = useState(() => Date.now());
  const result = useQuery<TData, Error>({
    queryKey,
    queryFn: ({ signal }) => queryFn({ signal }),
    enabled,
    refetchInterval: () =>
      Date.now() - startedAt < SETTLING_MS
        ? everyMs / SETTLING_FACTOR
        : everyMs,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
  });

  const queryHash = hashKey(queryKey);
  const channelNames = [...new Set(channels)].sort().join('\n');
  useEffect(() => {
    if (!enabled) return undefined;
    const names = channelNames.split('\n').filter(name => name !== '');
    return liveRefetcherOf(client, queryHash).attach(names, link);
  }, [client, queryHash, channelNames, link, enabled]);
  useEffect(() => {
    if (!enabled || beatChannel === undefined) return undefined;
    return link?.listenForBeats(beatChannel);
  }, [link, beatChannel, enabled]);

  const { refetch } = result;
  const retry = useCallback(() => {
    // What it rejects with is in the result.
    refetch().catch(() => {});
  }, [refetch]);

  // Renders again when the answer has become too old to be called live.
  useNow(everyMs);
  const updatedAt = result.dataUpdatedAt || undefined;
  // Only these few are read, so that a request that brings nothing new renders nothing.
  return {
    data: result.data,
    error: result.error ?? undefined,
    isPending: result.isPending,
    refetch: retry,
    live: { status: statusNow(), updatedAt, everyMs },
  };

  function statusNow(): LiveStatus {
    if (updatedAt === undefined) return 'connecting';
    if (result.isPaused) return 'paused';
    if (result.failureCount > 0) return 'reconnecting';
    if (Date.now() - updatedAt > STALE_BEATS * everyMs) return 'stale';
    if (isLinkUp) return 'live';
    return linkState === 'awaited' ? 'settling' : 'polling';
  }
}

/** How often has to be asked, as far as signals do not tell. */
function longestWait(hasSignals: boolean, isLinkUp: boolean): number {
  if (isLinkUp) return Number.POSITIVE_INFINITY;
  return hasSignals ? SILENT_POLL_MS : POLL_MS;
}

function neverChanges(): () => void {
  return () => {};
}
