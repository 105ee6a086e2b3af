import { useApi } from '@backstage/frontend-plugin-api';
import type {
  LogEntry,
  SearchRequest,
  SearchResult,
} from '@pilothouse/plugin-logs-common';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { logsApiRef } from '../api/logsApi';
import { weightOf } from '../words/problemText';

/** More are not kept in a browser; a narrower search, or the download, has them. */
export const MOST_SHOWN = 5_000;

/** What was found so far. */
export interface Found {
  /** The first page's: count, histogram, sources. */
  first: SearchResult | undefined;
  entries: readonly LogEntry[];
  /** Of all pages, each once. */
  problems: SearchResult['problems'];
  /** A store did not answer, and no other had anything: what is counted says nothing. */
  isUnknown: boolean;
  /** There are more, and room for them. */
  hasMore: boolean;
  /** There are more, and no room for them. */
  isFull: boolean;
  error: Error | undefined;
  /** Of the last request for more. */
  moreError: Error | undefined;
  /** Nothing is known of this search yet; what is shown may be of the one before. */
  isPending: boolean;
  isLoadingMore: boolean;
  loadMore(): void;
  refetch(): void;
}

/** Lines that match, page by page. What was found before stays until something newer is there. */
export function useSearch(request: SearchRequest | undefined): Found {
  const api = useApi(logsApiRef);
  // To ask again is another question, and so is to come back: pages that belong to the old answer are not asked for.
  const [asking, setAsking] = useState(nextQuestion);
  const query = useInfiniteQuery({
    queryKey: ['logs', 'search', request, asking],
    queryFn: ({ pageParam, signal }) =>
      api.search(
        // Later pages do not change what is counted.
        {
          ...asked(request),
          cursor: pageParam || undefined,
          histogram: pageParam === '',
        },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (last: SearchResult) => last.cursor,
    enabled: request !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { data, error, isFetchNextPageError, isFetchingNextPage } = query;
  const answered = data?.pages;
  const problems = useMemo(() => distinctProblems(answered ?? []), [answered]);
  const saysNothing =
    answered !== undefined &&
    answered.every(page => page.entries.length === 0) &&
    problems.some(each => weightOf(each) !== 'note');
  const of = JSON.stringify(request);
  const good = useRef<{ of: string; pages: readonly SearchResult[] }>();
  const isSettled = answered !== undefined && !query.isPlaceholderData;
  useEffect(() => {
    if (isSettled && !saysNothing) good.current = { of, pages: answered };
  }, [answered, isSettled, saysNothing, of]);
  // A store that is away takes nothing from what it has said before: how old that is stands beside it.
  const before =
    saysNothing && good.current?.of === of ? good.current.pages : undefined;
  const pages = before ?? answered;
  const entries = useMemo(() => distinctEntries(pages ?? []), [pages]);
  const isUnknown = saysNothing && !before;
  const hasMore = query.hasNextPage && !before;
  const isFull = hasMore && entries.length >= MOST_SHOWN;
  return {
    first: pages?.[0],
    entries,
    problems,
    isUnknown,
    hasMore: hasMore && !isFull,
    isFull,
    error: isFetchNextPageError ? undefined : error ?? undefined,
    moreError: isFetchNextPageError ? error ?? undefined : undefined,
    isPending: query.isPending || query.isPlaceholderData,
    isLoadingMore: isFetchingNextPage,
    loadMore: () => {
      if (hasMore && !isFull && !isFetchingNextPage) {
        query.fetchNextPage().catch(() => {});
      }
    },
    refetch: () => setAsking(nextQuestion()),
  };
}

let questions = 0;

/** No answer that is kept is for it. */
function nextQuestion(): number {
  questions += 1;
  return questions;
}

function asked(request: SearchRequest | undefined): SearchRequest {
  if (!request) throw new Error('Nothing is searched for');
  return request;
}

/** A line that came late moves those after it to the next page. */
function distinctEntries(pages: readonly SearchResult[]): LogEntry[] {
  const byId = new Map<string, LogEntry>();
  for (const page of pages) {
    for (const entry of page.entries) {
      const key = keyOf(entry);
      if (!byId.has(key)) byId.set(key, entry);
    }
  }
  return [...byId.values()];
}

/** Ids are unique in a source. */
export function keyOf({ source, id }: Pick<LogEntry, 'source' | 'id'>): string {
  return `${source}/${id}`;
}

function distinctProblems(
  pages: readonly SearchResult[],
): SearchResult['problems'] {
  const known = new Map<string, SearchResult['problems'][number]>();
  for (const problem of pages.flatMap(page => page.problems)) {
    known.set(JSON.stringify([problem.code, problem.params]), problem);
  }
  return [...known.values()];
}
