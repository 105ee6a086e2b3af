import { parsing, StoreError } from '../http';
import { isObject, objectOf, type JsonObject } from '../json';
import type { Line } from '../lines/block';
import { compileQuery } from '../query/compile';
import type { QueryContext } from '../query/leaves';
import { not, type Matcher } from '../query/matcher';
import { options } from '../query/options';
import { existsLeaf } from '../query/leaves';
import { dateHistogram } from './date-histogram';
import { metric } from './metrics';
import { terms } from './terms';

/** Gathers something of the lines that match. */
export interface Aggregator {
  collect(line: Line): void;
  result(): object;
}

/** Makes aggregators that are alike: one for each bucket of what they are in. */
export type AggregatorFactory = () => Aggregator;

/** What aggregations are made with. */
export interface AggregationContext extends QueryContext {
  /** Counts a bucket. @throws StoreError when there are too many */
  countBuckets(count: number): void;
}

/** Where several aggregations stand side by side. */
export interface Group {
  collect(line: Line): void;
  results(): Record<string, unknown>;
}

const DEEPEST = 5;

/**
 * Understands `aggs`.
 *
 * @throws StoreError
 * @throws QueryFault for fields that cannot be aggregated
 */
export function compileAggregations(
  given: unknown,
  context: AggregationContext,
  depth = 0,
): () => Group {
  if (depth > DEEPEST) throw parsing('aggregations are nested too deeply');
  const factories = Object.entries(objectOf(given ?? {}, 'aggs')).map(
    ([name, body]) => [name, compileOne(name, body, context, depth)] as const,
  );
  return () => {
    const all = factories.map(([name, make]) => [name, make()] as const);
    return {
      collect(line) {
        for (const [, aggregator] of all) aggregator.collect(line);
      },
      results: () =>
        Object.fromEntries(all.map(([name, item]) => [name, item.result()])),
    };
  };
}

function compileOne(
  name: string,
  given: unknown,
  context: AggregationContext,
  depth: number,
): AggregatorFactory {
  if (!/^[^[\]>]+$/.test(name)) {
    throw parsing(
      `Invalid aggregation name [${name}]. Aggregation names can contain any character except '[', ']', and '>'`,
    );
  }
  const { aggs, aggregations, meta, ...types } = objectOf(given, name);
  const [entry, other] = Object.entries(types);
  if (!entry) throw parsing(`Missing definition for aggregation [${name}]`);
  if (other) {
    throw parsing(
      `Found two aggregation type definitions in [${name}]: [${entry[0]}] and [${other[0]}]`,
    );
  }
  const [type, body] = entry;
  const inner = compileAggregations(aggs ?? aggregations, context, depth + 1);
  const make = build(type, objectOf(body, type), inner, context);
  if (meta === undefined) return make;
  return () => {
    const { collect, result } = make();
    return { collect, result: () => ({ meta, ...result() }) };
  };
}

function build(
  type: string,
  body: JsonObject,
  inner: () => Group,
  context: AggregationContext,
): AggregatorFactory {
  switch (type) {
    case 'date_histogram':
      return dateHistogram(body, inner, context);
    case 'terms':
      return terms(body, inner, context);
    case 'filter':
      return () => filtered(compileQuery(body, context), inner());
    case 'filters':
      return filters(body, inner, context);
    case 'missing': {
      const { field } = options(type, body, ['field', 'missing']);
      const matcher = not(existsLeaf(String(field), context));
      return () => filtered(matcher, inner());
    }
    case 'cardinality':
    case 'value_count':
    case 'min':
    case 'max':
    case 'sum':
    case 'avg':
    case 'stats':
      return metric(type, body, context);
    default:
      throw new StoreError(
        'parsing_exception',
        `Unknown aggregation type [${type}]`,
        {
          causedBy: {
            type: 'named_object_not_found_exception',
            reason: `unknown field [${type}]`,
          },
        },
      );
  }
}

function filtered(matcher: Matcher, group: Group): Aggregator {
  let count = 0;
  return {
    collect(line) {
      if (!matcher.matches(line)) return;
      count += 1;
      group.collect(line);
    },
    result: () => ({ doc_count: count, ...group.results() }),
  };
}

function filters(
  body: JsonObject,
  inner: () => Group,
  context: AggregationContext,
): AggregatorFactory {
  const given = options('filters', body, [
    'filters',
    'other_bucket',
    'other_bucket_key',
    'keyed',
  ]);
  const isKeyed = isObject(given.filters);
  const named: [string, Matcher][] = Object.entries(given.filters ?? {}).map(
    ([name, query]) => [name, compileQuery(query, context)],
  );
  const otherKey =
    given.other_bucket_key ??
    (given.other_bucket === true ? '_other_' : undefined);
  if (otherKey !== undefined) {
    const matchers = named.map(([, matcher]) => matcher);
    named.push([
      String(otherKey),
      {
        ...not(matchers[0]),
        matches: line => !matchers.some(item => item.matches(line)),
      },
    ]);
  }
  return () => {
    context.countBuckets(named.length);
    const buckets = named.map(
      ([name, matcher]) => [name, filtered(matcher, inner())] as const,
    );
    return {
      collect(line) {
        for (const [, bucket] of buckets) bucket.collect(line);
      },
      result: () => ({
        buckets: isKeyed
          ? Object.fromEntries(
              buckets.map(([name, bucket]) => [name, bucket.result()]),
            )
          : buckets.map(([, bucket]) => bucket.result()),
      }),
    };
  };
}
