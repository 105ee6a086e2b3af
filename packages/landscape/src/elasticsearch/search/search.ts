import { QueryFault } from '../http';
import { SHARDS_PER_INDEX, type Index } from '../indices';
import { isObject } from '../json';
import { compileQuery } from '../query/compile';
import { all, ALWAYS, EVERYTHING, type Matcher } from '../query/matcher';
import type { Store } from '../store';
import { compileAggregations, type AggregationContext } from './aggregations';
import { highlighter } from './highlight';
import { fieldsOf, hitHead, sourceFilter, sourceOf } from './hits';
import type { SearchRequest } from './request';
import { scan } from './scan';
import { onShards, shardFailures, shardsOf } from './shards';
import {
  parseSearchAfter,
  parseSort,
  type SortClause,
  type SortValue,
} from './sort';
import { TooManyBuckets } from './too-many-buckets';
import { TopHits, type Found } from './top-hits';

/** No search takes longer, whatever it asks for: a cluster has such a limit. */
const LONGEST_MS = 30_000;

const MOST_HITS = 10_000;

/**
 * Answers a search.
 *
 * @throws StoreError
 */
export async function search(
  store: Store,
  indices: readonly Index[],
  request: SearchRequest,
  options: { seenAt: number; signal: AbortSignal },
): Promise<object> {
  const started = performance.now();
  const failures = shardFailures(store, indices, request.allowPartial);
  try {
    const { body, timedOut } = await run(store, indices, request, options);
    const total = indices.length * SHARDS_PER_INDEX;
    return {
      took: Math.round(performance.now() - started),
      timed_out: timedOut,
      ...(request.pit && { pit_id: request.pit.id }),
      _shards: shardsOf(total, failures),
      ...body,
    };
  } catch (error) {
    throw onShards(error, indices);
  }
}

async function run(
  store: Store,
  indices: readonly Index[],
  request: SearchRequest,
  { seenAt, signal }: { seenAt: number; signal: AbortSignal },
): Promise<{ body: object; timedOut: boolean }> {
  const { product, library } = store;
  const context = aggregationContext(store);
  const { from, size } = request;
  const matcher = matcherOf(request.query, context);
  const kept = request.postFilter
    ? compileQuery(request.postFilter, context)
    : EVERYTHING;
  const sort = parseSort(request.sort, context, product, !!request.pit);
  if (request.pit && product.pit === 'elasticsearch')
    breakTies(sort, context, store);
  if (indices.length === 0) return { body: empty(request), timedOut: false };
  checkWindow(request);
  const after =
    request.searchAfter === undefined
      ? undefined
      : parseSearchAfter(request.searchAfter, sort);
  const groups = compileAggregations(request.aggs, context);
  const group = groups();
  const hasAggs = isObject(request.aggs);
  const pages = new TopHits(sort, from + size, after);
  let count = 0;
  const ordered = isByTime(sort);
  const halved = store.trouble() === 'shards-failed';
  const complete = await scan({
    library,
    indices,
    matcher: all([matcher, ...pageBounds(request, sort, after)]),
    isThere: line =>
      store.isVisible(line, seenAt) && !(halved && store.shardOf(line) > 0),
    isDescending: sort.at(0)?.isDescending ?? false,
    deadline:
      performance.now() + Math.min(LONGEST_MS, request.timeoutMs ?? Infinity),
    signal,
    collect(line) {
      group.collect(line);
      if (!kept.matches(line)) return;
      count += 1;
      pages.add(line);
    },
    isEnough: () =>
      !hasAggs &&
      count > request.countUpTo &&
      (pages.isFull() || pages.length === 0) &&
      (ordered || sort.length === 0),
  });
  const hits = pages.all().slice(from);
  const body = {
    hits: {
      ...totalOf(count, request),
      max_score: sort.length > 0 || hits.length === 0 ? null : 1,
      hits: renderHits(hits, request, matcher, sort, context),
    },
    ...(hasAggs && { aggregations: group.results() }),
  };
  return { body, timedOut: !complete };
}

function isByTime(sort: readonly SortClause[]): boolean {
  return sort.at(0)?.name === '@timestamp';
}

/** Where nobody wants a count, what lies before the page need not be read again. */
function pageBounds(
  { countUpTo, aggs }: SearchRequest,
  sort: readonly SortClause[],
  after: readonly SortValue[] | undefined,
): Matcher[] {
  const time = after?.at(0);
  if (!isByTime(sort) || countUpTo >= 0 || isObject(aggs)) return [];
  if (typeof time !== 'number') return [];
  const span = sort[0].isDescending
    ? { ...ALWAYS, to: time }
    : { ...ALWAYS, from: time };
  return [{ ...EVERYTHING, span }];
}

export function matcherOf(
  query: unknown,
  context: AggregationContext,
): Matcher {
  return query === undefined ? EVERYTHING : compileQuery(query, context);
}

export function aggregationContext(store: Store): AggregationContext {
  const { mostBuckets, tooManyBucketsStatus } = store.product;
  let buckets = 0;
  return {
    fields: store.fields(),
    now: store.now(),
    product: store.product,
    countBuckets(count) {
      buckets += count;
      if (buckets <= mostBuckets) return;
      const reason = `Trying to create too many buckets. Must be less than or equal to: [${mostBuckets}] but this number of buckets was exceeded. This limit can be set by changing the [search.max_buckets] cluster level setting.`;
      throw new TooManyBuckets(reason, tooManyBucketsStatus, mostBuckets);
    },
  };
}

/** A point in time has an order of its own, so that no page repeats a line. */
function breakTies(
  sort: SortClause[],
  context: AggregationContext,
  { product }: Store,
): void {
  if (sort.some(({ name }) => name === '_shard_doc')) return;
  sort.push(...parseSort('_shard_doc', context, product, true));
}

function checkWindow({ from, size, searchAfter }: SearchRequest): void {
  if (searchAfter !== undefined && from > 0) {
    throw new QueryFault(
      'search_exception',
      '`from` parameter must be set to 0 when `search_after` is used.',
      undefined,
      500,
    );
  }
  if (from + size <= MOST_HITS) return;
  throw new QueryFault(
    'illegal_argument_exception',
    `Result window is too large, from + size must be less than or equal to: [${MOST_HITS}] but was [${
      from + size
    }]. See the scroll api for a more efficient way to request large data sets. This limit can be set by changing the [index.max_result_window] index level setting.`,
  );
}

function totalOf(
  count: number,
  { countUpTo, totalAsNumber }: SearchRequest,
): object {
  if (countUpTo < 0) return totalAsNumber ? { total: -1 } : {};
  const isMore = count > countUpTo;
  const value = isMore ? countUpTo : count;
  return {
    total: totalAsNumber ? value : { value, relation: isMore ? 'gte' : 'eq' },
  };
}

function empty(request: SearchRequest): object {
  return { hits: { ...totalOf(0, request), max_score: 0, hits: [] } };
}

function renderHits(
  hits: readonly Found[],
  request: SearchRequest,
  matcher: Matcher,
  sort: readonly SortClause[],
  context: AggregationContext,
): object[] {
  const wanted = sourceFilter(request.source);
  const fields = fieldsOf(request.fields, context, false);
  const docvalues = fieldsOf(request.docvalueFields, context, true);
  const mark = highlighter(request.highlight, matcher, context);
  return hits.map(({ line, values }) => {
    const shown = { ...fields(line), ...docvalues(line) };
    const highlight = mark?.(line);
    return {
      ...hitHead(line, context.product.isSix),
      ...(request.version && { _version: 1 }),
      _score: sort.length > 0 ? null : 1,
      ...(wanted && { _source: wanted(sourceOf(line)) }),
      ...(Object.keys(shown).length > 0 && { fields: shown }),
      ...(highlight && { highlight }),
      ...(sort.length > 0 && {
        sort: sort.map((item, index) => item.show(values[index])),
      }),
    };
  });
}
