import {
  foreignOperators,
  levelSchema,
  type Histogram,
  type SearchResult,
  type searchRequestSchema,
} from '@pilothouse/plugin-logs-common';
import type { Message } from '@pilothouse/plugin-release-common';
import type * as z from 'zod';
import { nameOf, readCursor, writeCursor, type Cursor } from '../query/cursor';
import { intervalFor, MOST_BUCKETS } from '../query/interval';
import type { PageQuery, Position } from '../query/searchBody';
import { mergePages, type MergedPage } from './mergePages';
import { problem } from './problemOf';
import {
  logSourceOf,
  roleReader,
  type Asker,
  type SearchScope,
  type SearchScopes,
} from './SearchScope';
import { searchRange, type SearchRange } from './searchRange';
import type { SourcePage } from './SourceSearch';

export type Search = Omit<z.output<typeof searchRequestSchema>, 'entityRef'>;

interface Options {
  scopes: SearchScopes;
  maxRangeMs: number;
  clock: () => number;
}

type Part = SearchScope['parts'][number];

/** Searches the lines of an entity for somebody who may read them. */
export class SearchService {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * @param options - `shared` is false for what nobody else asks at the same time; `askAgain` is false where a source that
   * failed counts as ended, so that later pages do without it
   * @throws InputError for a time or cursor that cannot be; what the release backend refuses
   */
  async search(
    search: Search,
    asker: Asker,
    {
      shared = true,
      askAgain = true,
    }: { shared?: boolean; askAgain?: boolean } = {},
  ): Promise<SearchResult> {
    const now = this.#options.clock();
    const { limit: _, cursor: text, histogram: __, ...question } = search;
    const name = nameOf([asker.entityRef, question]);
    const cursor = text === undefined ? undefined : readCursor(text, name);
    const range = this.#range(search, cursor, now);
    const scope = await this.#options.scopes.of(search, asker);
    const parts = scope.parts.filter(
      ({ source }) => cursor?.sources[source.source.name] !== true,
    );
    const interval =
      search.histogram && !cursor
        ? intervalFor(range.from, range.to)
        : undefined;
    const [pages, ahead] = await Promise.all([
      Promise.all(
        parts.map(part =>
          part.source.page(
            queryOf(part, { search, scope, range, cursor, interval }),
            asker,
            { shared },
          ),
        ),
      ),
      this.#ahead(parts, { range, cursor, now, asker }),
    ]);
    const byName = new Map(
      parts.map(({ source }, index) => [source.source.name, pages[index]]),
    );
    const merged = mergePages(byName, {
      order: search.order,
      limit: search.limit,
      before: positionsOf(cursor),
      askAgain,
    });
    const total = cursor
      ? { value: cursor.total[0], exact: cursor.total[1] }
      : totalOf(pages, scope);
    const at = nextAt(merged, { range, cursor, order: search.order });
    const withRole = roleReader(scope.parts);
    return {
      entries: merged.lines.map(({ entry }) => entry).map(withRole),
      total,
      ...(merged.more &&
        at !== undefined && {
          cursor: writeCursor({
            search: name,
            from: range.from,
            to: range.to,
            at,
            total: [total.value, total.exact],
            sources: { ...ended(cursor), ...merged.sources },
          }),
        }),
      ...(interval && { histogram: histogramOf(pages, interval) }),
      from: new Date(range.from).toISOString(),
      to: new Date(range.to).toISOString(),
      sources: scope.parts.map(({ source }) => logSourceOf(source.source)),
      problems: [
        ...scope.problems,
        ...pages.flatMap(({ problems }) => problems),
        ...ahead,
        ...said(search, total.exact),
      ],
      now: new Date(now).toISOString(),
    };
  }

  #range(search: Search, cursor: Cursor | undefined, now: number): SearchRange {
    const { maxRangeMs } = this.#options;
    if (!cursor) return searchRange(search, { now, maxRangeMs });
    // The same time as on the first page, which has moved on since. It was not signed: it is checked as any other.
    const times = {
      from: new Date(cursor.from).toISOString(),
      to: new Date(cursor.to).toISOString(),
    };
    return searchRange(times, { now, maxRangeMs });
  }

  async #ahead(
    parts: readonly Part[],
    {
      range,
      cursor,
      now,
      asker,
    }: {
      range: SearchRange;
      cursor: Cursor | undefined;
      now: number;
      asker: Asker;
    },
  ): Promise<Message[]> {
    if (!range.live || cursor) return [];
    const found = await Promise.all(
      parts.map(({ source, targets }) =>
        source.ahead(scopedOf(targets), now, asker),
      ),
    );
    return found.filter(message => message !== undefined);
  }
}

function queryOf(
  { source, targets }: Part,
  {
    search,
    scope,
    range,
    cursor,
    interval,
  }: {
    search: Search;
    scope: SearchScope;
    range: SearchRange;
    cursor: Cursor | undefined;
    interval: number | undefined;
  },
): PageQuery {
  const { order, limit, text, levels, traceId } = search;
  const after = positionsOf(cursor).get(source.source.name);
  const { from, to } = cursor && !after ? beyond(range, cursor, order) : range;
  return {
    targets: scopedOf(targets),
    from,
    to,
    order,
    limit,
    ...(text?.trim() && { text: text.trim() }),
    ...(levels && levels.length > 0 && { levels }),
    ...(scope.pods && { pods: scope.pods }),
    ...(traceId !== undefined && { traceId }),
    ...(after && { after }),
    ...(interval && { interval, countAll: true }),
  };
}

/** A source without a line so far: its lines from where the others are, or where it failed. */
function beyond(
  { from, to }: SearchRange,
  { at }: Cursor,
  order: Search['order'],
): { from: number; to: number } {
  return order === 'newest'
    ? { from, to: Math.max(from, Math.min(to, at + 1)) }
    : { from: Math.min(to, Math.max(from, at)), to };
}

/**
 * Where a source goes on that has no position yet. Where one failed, that is where it was asked: its lines there were not
 * given.
 *
 * @returns `undefined` for a first page without lines: to ask again is to search again
 */
function nextAt(
  { lines, hasUnplaced }: MergedPage,
  {
    range,
    cursor,
    order,
  }: {
    range: SearchRange;
    cursor: Cursor | undefined;
    order: Search['order'];
  },
): number | undefined {
  const last = lines.at(-1)?.time;
  if (!cursor && last === undefined) return undefined;
  if (last !== undefined && !hasUnplaced) return last;
  return cursor?.at ?? (order === 'newest' ? range.to : range.from);
}

/** Only what decides the question: those who see other workloads of the same Deployments ask the same. */
function scopedOf(targets: Part['targets']): PageQuery['targets'] {
  return targets.map(({ target, deployments }) => ({ target, deployments }));
}

function positionsOf(cursor: Cursor | undefined): Map<string, Position> {
  return new Map(
    Object.entries(cursor?.sources ?? {}).flatMap(([name, position]) =>
      position === true ? [] : [[name, position] as const],
    ),
  );
}

/** Sources that had no more on an earlier page. */
function ended(cursor: Cursor | undefined): Cursor['sources'] {
  return Object.fromEntries(
    Object.entries(cursor?.sources ?? {}).filter(([, at]) => at === true),
  );
}

function totalOf(
  pages: readonly SourcePage[],
  { isPartial }: SearchScope,
): SearchResult['total'] {
  return {
    value: pages.reduce((sum, { total }) => sum + total.value, 0),
    exact: !isPartial && pages.every(({ total }) => total.exact),
  };
}

function histogramOf(
  pages: readonly SourcePage[],
  interval: number,
): Histogram {
  const buckets = new Map<number, Histogram['buckets'][number]['counts']>();
  for (const { counts } of pages) {
    for (const [at, own] of counts) {
      const sum = buckets.get(at) ?? {};
      for (const level of levelSchema.options) {
        const count = (sum[level] ?? 0) + (own[level] ?? 0);
        if (count > 0) sum[level] = count;
      }
      buckets.set(at, sum);
    }
  }
  return {
    interval,
    buckets: [...buckets]
      .sort(([a], [b]) => a - b)
      .slice(-MOST_BUCKETS)
      .map(([at, counts]) => ({ at, counts })),
  };
}

function said({ text = '' }: Search, exact: boolean): Message[] {
  return [
    ...[...new Set(foreignOperators(text))]
      .slice(0, 3)
      .map(part => problem('query-simplified', { part })),
    ...(exact ? [] : [problem('count-not-exact')]),
  ];
}
