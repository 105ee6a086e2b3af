import { useApi } from '@backstage/frontend-plugin-api';
import type { Trace, TraceList } from '@pilothouse/plugin-skywalking-common';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { TraceAddress } from '../address/traceAddress';
import { skywalkingApiRef } from '../api/skywalkingApi';
import { isAway, isLive, isOf, keyOf, windowOf, type Subject } from './queries';
import { searchedRange, traceFilter } from './traceRequest';
import { AWAY_EVERY_MS, EVERY_MS } from './usePolled';

/** What the backend answers at most. */
const MOST_PAGES = 25;

interface Page {
  page: number;
  /** Of the first page, so that what comes meanwhile moves no other. */
  window?: { from: string; to: string };
}

/** The list of traces, page by page. */
export interface Traces {
  /** The newest answer. */
  list: TraceList | undefined;
  /** Of all pages, each once. */
  traces: readonly Trace[];
  pages: number;
  hasMore: boolean;
  error: Error | undefined;
  isLoadingMore: boolean;
  /** What is shown is of another filter, until the answer is there. */
  isRefreshing: boolean;
  updatedAt: number | undefined;
  isReconnecting: boolean;
  loadMore(): void;
  /** Back to one page that is kept true. */
  restart(): void;
  refetch(): void;
}

export function useTraces(asked: Subject, address: TraceAddress): Traces {
  const api = useApi(skywalkingApiRef);
  const client = useQueryClient();
  const subject: Subject =
    address.traceId === undefined
      ? asked
      : { ...asked, range: searchedRange(asked.range) };
  const filter = traceFilter(address);
  const queryKey = ['skywalking', 'traces', ...keyOf(subject), filter];
  const first: Page = { page: 1 };
  const result = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      api.findTraces(
        {
          ...windowOf(subject),
          ...pageParam.window,
          ...filter,
          page: pageParam.page,
        },
        { signal },
      ),
    initialPageParam: first,
    getNextPageParam: (last, all): Page | undefined =>
      last.hasMore && all.length < MOST_PAGES
        ? {
            page: all.length + 1,
            window: { from: all[0].from, to: all[0].to },
          }
        : undefined,
    enabled: subject.environment !== undefined,
    staleTime: EVERY_MS,
    refetchInterval: ({ state: { data } }) => {
      const [page, ...more] = data?.pages ?? [];
      // Who has read on would lose the place.
      if (more.length > 0) return false;
      if (page && isAway(page)) return AWAY_EVERY_MS;
      return isLive(subject) ? EVERY_MS : false;
    },
    refetchIntervalInBackground: false,
    placeholderData: before =>
      isOf(subject, before?.pages[0]?.service) ? before : undefined,
  });
  const pages = result.data?.pages;
  const traces = useMemo(() => onceEach(pages ?? []), [pages]);
  const settle = (work: Promise<unknown>) => {
    // What it rejects with is in the result.
    work.catch(() => {});
  };
  return {
    list: pages?.[0],
    traces,
    pages: pages?.length ?? 0,
    hasMore: result.hasNextPage,
    error: result.error ?? undefined,
    isLoadingMore: result.isFetchingNextPage,
    isRefreshing: result.isPlaceholderData,
    updatedAt: result.dataUpdatedAt || undefined,
    isReconnecting: result.failureCount > 0,
    loadMore: () => settle(result.fetchNextPage()),
    restart: () => settle(client.resetQueries({ queryKey, exact: true })),
    refetch: () => settle(result.refetch()),
  };
}

/** A trace may be on two pages, because SkyWalking counts its segments. */
function onceEach(pages: readonly TraceList[]): Trace[] {
  const byId = new Map<string, Trace>();
  for (const { traces } of pages) {
    for (const trace of traces) {
      if (!byId.has(trace.traceId)) byId.set(trace.traceId, trace);
    }
  }
  return [...byId.values()];
}
