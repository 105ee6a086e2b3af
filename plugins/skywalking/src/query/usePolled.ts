import { useQuery, type QueryKey } from '@tanstack/react-query';
import type { LiveBadgeProps } from '@pilothouse/pilothouse-react';

/** Metrics have a value a minute: asking more often brings nothing new. */
export const EVERY_MS = 30_000;
const STALE_MS = 3 * EVERY_MS;
/** A SkyWalking that did not answer may be back at any moment, and is asked about what is over, too. */
export const AWAY_EVERY_MS = 10_000;

export interface Polled<T> {
  /** The last answer, also while a later request fails. */
  data: T | undefined;
  /** Why the last request failed. */
  error: Error | undefined;
  /** It is asked for something else than what `data` says. */
  isRefreshing: boolean;
  refetch(): void;
  live: LiveBadgeProps;
}

export interface PolledOptions<T> {
  queryKey: QueryKey;
  queryFn(context: { signal: AbortSignal }): Promise<T>;
  /** False for what does not change any more. */
  isLive?: boolean;
  enabled?: boolean;
  /** Whether an answer says that SkyWalking did not answer. */
  isAway?: (answer: T) => boolean;
  /** Shows what it knows of before until the answer is there, when that is of the same subject. */
  keep?: (before: T) => boolean;
}

/** Asks every 30 s while the page is seen, and every 10 s while SkyWalking is away. */
export function usePolled<T>(options: PolledOptions<T>): Polled<T> {
  const { queryKey, queryFn, isLive = true, enabled = true } = options;
  const { isAway, keep } = options;
  const result = useQuery<T, Error>({
    queryKey,
    queryFn: ({ signal }) => queryFn({ signal }),
    enabled,
    refetchInterval: ({ state: { data } }) => {
      if (data !== undefined && isAway?.(data)) return AWAY_EVERY_MS;
      return isLive ? EVERY_MS : false;
    },
    refetchIntervalInBackground: false,
    // Who comes back to the page sees what is now, if it is older than what would have been asked for meanwhile.
    refetchOnWindowFocus: isLive,
    staleTime: EVERY_MS,
    placeholderData: before =>
      keep && before !== undefined && keep(before) ? before : undefined,
  });
  const updatedAt = result.dataUpdatedAt || undefined;
  return {
    data: result.data,
    error: result.error ?? undefined,
    isRefreshing: result.isPlaceholderData,
    refetch: () => {
      // What it rejects with is in the result.
      result.refetch().catch(() => {});
    },
    live: { status: statusNow(), updatedAt, everyMs: EVERY_MS },
  };

  function statusNow(): LiveBadgeProps['status'] {
    if (updatedAt === undefined) return 'connecting';
    if (!isLive || result.isPaused) return 'paused';
    if (result.failureCount > 0) return 'reconnecting';
    return Date.now() - updatedAt > STALE_MS ? 'stale' : 'polling';
  }
}
