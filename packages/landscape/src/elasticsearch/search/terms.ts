import { illegal } from '../http';
import {
  integerOf,
  isObject,
  listOf,
  objectOf,
  type JsonObject,
} from '../json';
import { options, unfit } from '../query/options';
import type {
  AggregationContext,
  AggregatorFactory,
  Group,
} from './aggregations';
import { formatDate } from './format';
import { reader } from './values';

interface TermBucket {
  key: string | number;
  count: number;
  group: Group;
}

/** Understands `terms`: a bucket for each value. */
export function terms(
  body: JsonObject,
  inner: () => Group,
  context: AggregationContext,
): AggregatorFactory {
  const given = options('terms', body, [
    'field',
    'size',
    'shard_size',
    'order',
    'min_doc_count',
    'missing',
    'include',
    'exclude',
    'execution_hint',
    'collect_mode',
    'show_term_doc_count_error',
    'value_type',
    'format',
  ]);
  const read = reader(given, context);
  const size = given.size === undefined ? 10 : integerOf(given.size, 'size');
  if (size <= 0) throw unfit('terms', 'size');
  const least =
    given.min_doc_count === undefined
      ? 1
      : integerOf(given.min_doc_count, 'min_doc_count');
  const compare = termOrder(given.order);
  const isDate = context.fields.get(String(given.field))?.type === 'date';
  return () => {
    const buckets = new Map<string | number, TermBucket>();
    return {
      collect(line) {
        const key = read(line);
        if (key === undefined) return;
        let bucket = buckets.get(key);
        if (!bucket) {
          context.countBuckets(1);
          bucket = { key, count: 0, group: inner() };
          buckets.set(key, bucket);
        }
        bucket.count += 1;
        bucket.group.collect(line);
      },
      result() {
        const sorted = [...buckets.values()]
          .filter(({ count }) => count >= least)
          .sort(compare);
        const rest = sorted.slice(size);
        return {
          doc_count_error_upper_bound: 0,
          sum_other_doc_count: rest.reduce((sum, { count }) => sum + count, 0),
          buckets: sorted.slice(0, size).map(({ key, count, group }) => ({
            key,
            ...(isDate && { key_as_string: formatDate(Number(key)) }),
            doc_count: count,
            ...group.results(),
          })),
        };
      },
    };
  };
}

function termOrder(given: unknown): (a: TermBucket, b: TermBucket) => number {
  const byKey = (a: TermBucket, b: TermBucket) => {
    if (a.key === b.key) return 0;
    return a.key < b.key ? -1 : 1;
  };
  const orderBy = (name: string, a: TermBucket, b: TermBucket) => {
    if (name === '_key' || name === '_term') return byKey(a, b);
    if (name === '_count') return a.count - b.count;
    return innerValue(a, name) - innerValue(b, name);
  };
  const clauses = listOf(given ?? { _count: 'desc' }).flatMap(item =>
    Object.entries(objectOf(item, 'order')),
  );
  return (a, b) => {
    for (const [name, direction] of clauses) {
      const sign = direction === 'desc' ? -1 : 1;
      const order = orderBy(name, a, b);
      if (order !== 0) return sign * order;
    }
    return byKey(a, b);
  };
}

/** The value of an aggregation inside a bucket: `latest` or `latest.value`. */
function innerValue({ group }: TermBucket, path: string): number {
  const [name, part = 'value'] = path.split('.');
  const result = group.results()[name];
  const value = isObject(result) ? result[part] : undefined;
  if (typeof value === 'number') return value;
  throw illegal(
    `Invalid aggregation order path [${path}]. The provided aggregation [${name}] either does not exist, or is a pipeline aggregation and cannot be used to sort the buckets.`,
  );
}
