import type { SourceConfig } from '../config/readLogsConfig';
import type { Product } from '../store/product';
import type { StoreFields } from '../store/StoreFields';
import {
  levelClauses,
  lineFilter,
  type Clause,
  type LineQuery,
} from './lineFilter';

/** Where in the order a page begins: the values that its last line was sorted by. */
export type Position = readonly (string | number)[];

export interface PageQuery extends LineQuery {
  order: 'newest' | 'oldest';
  limit: number;
  after?: Position;
  /** Count over time, in milliseconds. */
  interval?: number;
  /** Count all of them, and not only up to some thousand. */
  countAll?: boolean;
}

/** Counted when nobody needs all of them. */
const COUNTED = 10_000;

export interface StoreKind {
  source: SourceConfig;
  product: Product;
  fields: StoreFields;
}

/** The body of a search; the same question gives the same body. */
export function searchBody(store: StoreKind, query: PageQuery): object {
  const { source, product, fields } = store;
  const { limit, after, interval, countAll } = query;
  return {
    size: limit,
    query: { bool: { filter: lineFilter(source, fields, query) } },
    sort: sortOf(product, fields, query.order),
    docvalue_fields: [
      {
        field: fields.time.name,
        format: fields.time.nanos
          ? 'strict_date_optional_time_nanos'
          : 'strict_date_optional_time',
      },
    ],
    track_total_hits: countAll || !product.boundedTotal ? true : COUNTED,
    ...(after && { search_after: after }),
    ...(interval && { aggs: { times: times(store, interval) } }),
  };
}

function times({ source, product, fields }: StoreKind, interval: number) {
  const step = `${interval}ms`;
  return {
    date_histogram: {
      field: fields.time.name,
      ...(product.fixedInterval
        ? { fixed_interval: step }
        : { interval: step }),
      time_zone: source.timezone,
      min_doc_count: 1,
    },
    aggs: {
      levels: { filters: { filters: levelClauses(source, fields) } },
    },
  };
}

/** By time; lines of one moment by what tells them apart, so that no page loses or repeats one. */
export function sortOf(
  product: Product,
  { time, exact, tieBreaker }: StoreFields,
  order: 'newest' | 'oldest',
): Clause[] {
  const direction = order === 'newest' ? 'desc' : 'asc';
  const by = (name: string, type: string, more: object = {}): Clause => ({
    [name]: { order: direction, unmapped_type: type, ...more },
  });
  const pod = exact.pod ? [by(exact.pod, 'keyword')] : [];
  return [
    by(time.name, time.nanos ? 'date_nanos' : 'date', {
      // Indices may keep the time in different ways, which only then can be compared.
      ...(time.nanos && product.numericType && { numeric_type: 'date_nanos' }),
      ...(time.nanos &&
        product.sortFormat && { format: 'strict_date_optional_time_nanos' }),
    }),
    ...(tieBreaker
      ? [by(tieBreaker.name, tieBreaker.type), ...pod]
      : // Differs between the copies of a shard: pages of one search ask the same.
        [...pod, { _doc: { order: direction } }]),
  ];
}
