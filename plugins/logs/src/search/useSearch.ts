import { useApi } from '@backstage/frontend-plugin-api';
import {
  isSourceFailure,
  type LogEntry,
  type SearchRequest,
  type SearchResult,
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
  /** Of all pages, each once; without those of later pages that were asked for again with success. */
  problems: SearchResult['problems'];
  /** A store did not answer, and no other had anything: what is counted says nothing. */
  isUnknown: boolean;
  /** There are more, and room for them. */
  hasMore: boolean;
  /** There are more, and no room for them. */
  isFull: boolean;
  error: Error | undefined;
  /** The last request for more failed, or a source did in it: it is asked for again only when somebody wants it. */
  isMoreFailed: boolean;
  /** Some lines could not be read. */
  isIncomplete: boolean;
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
  const problems = useMemo(
    () => distinctProblems(standing(answered ?? [])),
    [answered],
  );
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
  const order = isSettled ? request?.order ?? 'newest' : undefined;
  const entries = useMemo(
    () => inOrder(distinctEntries(pages ?? []), order),
    [pages, order],
  );
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
    isMoreFailed:
      isFetchNextPageError || failuresOf(answered?.at(-1)).length > 0,
    isIncomplete: problems.some(each => weightOf(each) !== 'note'),
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

/** A source that failed in between has lost no place in time: its lines stand where they belong. */
function inOrder(
  entries: readonly LogEntry[],
  order: SearchRequest['order'],
): readonly LogEntry[] {
  if (order === undefined) return entries;
  const sign = order === 'newest' ? -1 : 1;
  return entries
    .map(entry => ({ entry, time: Date.parse(entry.at) }))
    .sort((a, b) => sign * (a.time - b.time))
    .map(({ entry }) => entry);
}

type Problems = SearchResult['problems'];

/** Sources that did not answer, or not in time: the next page asks them again. */
function failuresOf(page: SearchResult | undefined): Problems {
  return (page?.problems ?? []).filter(
    each => isSourceFailure(each) || each.code === 'timed-out',
  );
}

/**
 * The problems of all pages. A source that failed on a later one, and has answered since, has lost nothing; on the first
 * it is missing from what was counted.
 */
function standing(pages: readonly SearchResult[]): Problems {
  const isOver = (problem: Problems[number], at: number) =>
    at > 0 &&
    isSourceFailure(problem) &&
    pages
      .slice(at + 1)
      .some(page =>
        failuresOf(page).every(
          ({ params }) => params.source !== problem.params.source,
        ),
      );
  return pages.flatMap((page, at) =>
    page.problems.filter(problem => !isOver(problem, at)),
  );
}

function distinctProblems(problems: Problems): Problems {
  const known = new Map<string, Problems[number]>();
  for (const problem of problems) {
    known.set(JSON.stringify([problem.code, problem.params]), problem);
  }
  return [...known.values()];
}
