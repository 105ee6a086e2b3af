import { parsing, StoreError } from '../http';
import { booleanOf, integerOf, objectOf, type JsonObject } from '../json';
import type { Product } from '../products';

/** What a search asks for, whether it stands in the body or in the address. */
export interface SearchRequest {
  query: unknown;
  postFilter: unknown;
  from: number;
  size: number;
  sort: unknown;
  searchAfter: unknown;
  source: unknown;
  fields: unknown;
  docvalueFields: unknown;
  highlight: unknown;
  aggs: unknown;
  pit?: { id: string; keepAliveMs?: number };
  /** Hits are counted exactly up to this many. */
  countUpTo: number;
  totalAsNumber: boolean;
  timeoutMs?: number;
  version: boolean;
  allowPartial: boolean;
}

const BODY = [
  'query',
  'post_filter',
  'from',
  'size',
  'sort',
  'search_after',
  '_source',
  'docvalue_fields',
  'stored_fields',
  'script_fields',
  'highlight',
  'aggs',
  'aggregations',
  'track_total_hits',
  'track_scores',
  'timeout',
  'terminate_after',
  'version',
  'seq_no_primary_term',
  'explain',
  'profile',
  'min_score',
  'stats',
  'ext',
];

const PARAMETERS = [
  'q',
  'default_operator',
  'df',
  'lenient',
  'analyze_wildcard',
  'from',
  'size',
  'sort',
  '_source',
  '_source_includes',
  '_source_excludes',
  'track_total_hits',
  'track_scores',
  'timeout',
  'terminate_after',
  'version',
  'preference',
  'routing',
  'request_cache',
  'search_type',
  'batched_reduce_size',
  'pre_filter_shard_size',
  'max_concurrent_shard_requests',
  'allow_partial_search_results',
  'rest_total_hits_as_int',
  'typed_keys',
  'ccs_minimize_roundtrips',
  'docvalue_fields',
  'stored_fields',
];

/** What every address may have. */
export const COMMON_PARAMETERS = [
  'ignore_unavailable',
  'allow_no_indices',
  'expand_wildcards',
  'ignore_throttled',
  'pretty',
  'human',
  'error_trace',
  'filter_path',
  'format',
  'master_timeout',
  'local',
];

const DEFAULT_COUNT = 10_000;

/**
 * Refuses what the address has and nobody knows.
 *
 * @throws StoreError
 */
export function checkParameters(
  path: string,
  query: URLSearchParams,
  known: readonly string[] = [],
): void {
  for (const name of query.keys()) {
    if (known.includes(name) || COMMON_PARAMETERS.includes(name)) continue;
    throw new StoreError(
      'illegal_argument_exception',
      `request [${path}] contains unrecognized parameter: [${name}]`,
    );
  }
}

/**
 * Reads a search.
 *
 * @throws StoreError for what is not known or cannot be
 */
export function readSearch(
  body: JsonObject,
  query: URLSearchParams,
  path: string,
  product: Product,
): SearchRequest {
  checkParameters(path, query, PARAMETERS);
  const known = [
    ...BODY,
    ...(product.isSix ? [] : ['fields', 'pit']),
    ...(product.isOpenSearch ? ['derived'] : []),
    ...(product.isOpenSearch || product.isSix ? [] : ['runtime_mappings']),
  ];
  for (const [name, value] of Object.entries(body)) {
    if (known.includes(name)) continue;
    throw parsing(`Unknown key for a ${tokenOf(value)} in [${name}].`);
  }
  const either = (name: string) => body[name] ?? query.get(name) ?? undefined;
  const number = (name: string, usual: number) => {
    const value = either(name);
    if (value === undefined) return usual;
    const found = integerOf(value, name);
    if (found < 0) {
      throw new StoreError(
        'illegal_argument_exception',
        `[${name}] parameter cannot be negative, found [${found}]`,
      );
    }
    return found;
  };
  const text = query.get('q');
  return {
    query: text === null ? body.query : { query_string: queryStringOf(query) },
    postFilter: body.post_filter,
    from: number('from', 0),
    size: number('size', 10),
    sort: body.sort ?? query.get('sort')?.split(',') ?? undefined,
    searchAfter: body.search_after,
    source: sourceOf(body, query),
    fields: body.fields,
    docvalueFields: body.docvalue_fields,
    highlight: body.highlight,
    aggs: body.aggs ?? body.aggregations,
    pit: body.pit === undefined ? undefined : readPit(body.pit),
    countUpTo: readCount(either('track_total_hits'), product),
    totalAsNumber:
      product.isSix ||
      booleanOf(
        query.get('rest_total_hits_as_int') ?? false,
        'rest_total_hits_as_int',
      ),
    timeoutMs:
      either('timeout') === undefined
        ? undefined
        : durationOf(either('timeout'), 'timeout'),
    version:
      either('version') !== undefined &&
      booleanOf(either('version'), 'version'),
    allowPartial: booleanOf(
      query.get('allow_partial_search_results') ?? true,
      'allow_partial_search_results',
    ),
  };
}

function queryStringOf(query: URLSearchParams): JsonObject {
  return {
    query: query.get('q'),
    ...(query.has('df') && { default_field: query.get('df') }),
    ...(query.has('default_operator') && {
      default_operator: query.get('default_operator'),
    }),
    ...(query.get('lenient') === 'true' && { lenient: true }),
  };
}

function sourceOf(body: JsonObject, query: URLSearchParams): unknown {
  const includes = query.get('_source_includes')?.split(',');
  const excludes = query.get('_source_excludes')?.split(',');
  if (includes || excludes) {
    return { includes: includes ?? [], excludes: excludes ?? [] };
  }
  const given = query.get('_source');
  if (given === null) return body._source;
  if (given === 'true' || given === 'false') return given === 'true';
  return given.split(',');
}

function readPit(given: unknown): SearchRequest['pit'] {
  const { id, keep_alive: keepAlive, ...rest } = objectOf(given, 'pit');
  const [other] = Object.keys(rest);
  if (other) throw parsing(`[pit] unknown field [${other}]`);
  if (typeof id !== 'string') throw parsing('Required [id]');
  return {
    id,
    ...(keepAlive !== undefined && {
      keepAliveMs: durationOf(keepAlive, 'keep_alive'),
    }),
  };
}

function readCount(given: unknown, product: Product): number {
  if (product.isSix) {
    return given === undefined || booleanOf(given, 'track_total_hits')
      ? Infinity
      : -1;
  }
  if (given === undefined) return DEFAULT_COUNT;
  if (given === true || given === 'true') return Infinity;
  if (given === false || given === 'false') return -1;
  const count = integerOf(given, 'track_total_hits');
  if (count >= 0) return count;
  throw new StoreError(
    'illegal_argument_exception',
    `[track_total_hits] parameter must be positive or equals to -1, got ${count}`,
  );
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `30s`. */
export function durationOf(given: unknown, name: string): number {
  const [, count, unit] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(String(given)) ?? [];
  if (count !== undefined) return Number(count) * UNITS[unit];
  if (given === '0' || given === '-1') return given === '0' ? 0 : Infinity;
  throw new StoreError(
    'illegal_argument_exception',
    `failed to parse setting [${name}] with value [${given}] as a time value: unit is missing or unrecognized`,
  );
}

function tokenOf(value: unknown): string {
  if (Array.isArray(value)) return 'START_ARRAY';
  switch (typeof value) {
    case 'number':
      return 'VALUE_NUMBER';
    case 'string':
      return 'VALUE_STRING';
    case 'boolean':
      return 'VALUE_BOOLEAN';
    default:
      return 'START_OBJECT';
  }
}
