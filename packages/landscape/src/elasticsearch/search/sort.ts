import { idOf, type Field } from '../fields';
import { illegal, parsing, QueryFault } from '../http';
import { isObject, listOf, objectOf } from '../json';
import type { Line } from '../lines/block';
import { parseDate } from '../query/dates';
import type { QueryContext } from '../query/leaves';
import { options, unfit } from '../query/options';
import type { Product } from '../products';
import { formatDate } from './format';

type Value = string | number | undefined;

/** One clause of a sort. */
export interface SortClause {
  name: string;
  field?: Field;
  isDescending: boolean;
  read(line: Line): Value;
  /** What stands in a hit. */
  show(value: Value): unknown;
  /** What came back in `search_after`. */
  parse(value: unknown): Value;
  missingFirst: boolean;
}

/**
 * Understands a `sort`.
 *
 * @throws StoreError
 * @throws QueryFault for fields that cannot be sorted by
 */
export function parseSort(
  given: unknown,
  context: QueryContext,
  product: Product,
  hasPit: boolean,
): SortClause[] {
  if (given === undefined) return [];
  return listOf(given).map(item => {
    if (typeof item === 'string') {
      const [name, order] = item.split(':');
      return clause(name, { order }, context, product, hasPit);
    }
    const [entry, other] = Object.entries(objectOf(item, 'sort'));
    if (!entry || other) {
      throw illegal('a clause of a sort must have exactly one field');
    }
    const [name, how] = entry;
    return clause(
      name,
      isObject(how) ? how : { order: how },
      context,
      product,
      hasPit,
    );
  });
}

function clause(
  name: string,
  given: Record<string, unknown>,
  context: QueryContext,
  product: Product,
  hasPit: boolean,
): SortClause {
  const {
    order = name === '_score' ? 'desc' : 'asc',
    missing,
    unmapped_type: unmapped,
    format,
  } = options('field_sort', given, [
    'order',
    'missing',
    'unmapped_type',
    'mode',
    ...(product.sortFormat ? ['format'] : []),
    ...(product.numericType ? ['numeric_type'] : []),
  ]);
  if (order !== 'asc' && order !== 'desc') {
    throw unfit('field_sort', 'order');
  }
  const isDescending = order === 'desc';
  const base = { name, isDescending, missingFirst: missing === '_first' };
  if (name === '_score') return { ...base, ...numeric(() => 1) };
  if (name === '_doc') return { ...base, ...numeric(documentNumber) };
  if (name === '_shard_doc') {
    if (!hasPit || product.pit !== 'elasticsearch') throw noMapping(name);
    return { ...base, ...numeric(documentNumber) };
  }
  const field = context.fields.get(name);
  if (!field) {
    if (typeof unmapped !== 'string') throw noMapping(name);
    return { ...base, ...nothing(unmapped, isDescending, product) };
  }
  if (field.type === 'text') throw noFielddata(field, product);
  if (field.type === '_id' && !product.isOpenSearch && !product.isSix) {
    throw new QueryFault(
      'illegal_argument_exception',
      'Fielddata access on the _id field is disallowed, you can re-enable it by updating the dynamic cluster setting: indices.id_field_data.enabled',
    );
  }
  const read = readerOf(field);
  if (field.type === 'date') {
    return {
      ...base,
      field,
      read,
      show: value =>
        typeof format === 'string' ? formatDate(Number(value), format) : value,
      parse: value =>
        typeof value === 'number'
          ? value
          : parseDate(value, {
              now: context.now,
              ...(typeof format === 'string' && {
                format: `${format}||epoch_millis`,
              }),
            }),
    };
  }
  if (field.type === 'long') return { ...base, field, ...numeric(read) };
  return {
    ...base,
    field,
    read,
    show: value => value ?? null,
    parse: value => (value === null ? undefined : String(value)),
  };
}

function readerOf(field: Field): (line: Line) => Value {
  return field.origin === 'writer'
    ? ({ writer }) => field.read(writer)
    : line => field.read(line);
}

function numeric(read: (line: Line) => Value) {
  return {
    read,
    show: (value: Value) => value ?? null,
    parse: (value: unknown) => {
      const number = typeof value === 'string' ? Number(value) : value;
      if (typeof number !== 'number' || Number.isNaN(number)) {
        throw new QueryFault(
          'illegal_argument_exception',
          `Failed to parse search_after value for field`,
        );
      }
      return number;
    },
  };
}

/** A field that no index has: all lines are alike in it. */
function nothing(type: string, isDescending: boolean, product: Product) {
  const isText = type === 'keyword' || type === 'text';
  const size =
    product.isOpenSearch && type === 'boolean' ? 2 ** 31 - 1 : 2 ** 63;
  const limit = isDescending ? -size : size;
  return {
    read: () => undefined,
    show: () => (isText ? null : limit),
    parse: () => undefined,
  };
}

/** Orders documents of a store that does not number them. */
export function documentNumber(line: Line): number {
  const id = idOf(line);
  let state = 0;
  for (let index = 0; index < id.length; index++) {
    state = (Math.imul(state, 31) + id.charCodeAt(index)) | 0;
  }
  return state >>> 1;
}

/** Compares the values of two lines, clause by clause. */
export function compareValues(
  clauses: readonly SortClause[],
  a: readonly Value[],
  b: readonly Value[],
): number {
  for (const [index, { isDescending, missingFirst }] of clauses.entries()) {
    const [x, y] = [a[index], b[index]];
    if (x === y) continue;
    if (x === undefined) return missingFirst ? -1 : 1;
    if (y === undefined) return missingFirst ? 1 : -1;
    return x < y === isDescending ? 1 : -1;
  }
  return 0;
}

/**
 * The values of `search_after`.
 *
 * @throws QueryFault
 */
export function parseSearchAfter(
  given: unknown,
  clauses: readonly SortClause[],
): Value[] {
  if (!Array.isArray(given)) {
    throw parsing('Unknown key for a VALUE in [search_after].');
  }
  if (clauses.length === 0) {
    throw new QueryFault(
      'illegal_argument_exception',
      'Sort must contain at least one field.',
    );
  }
  if (given.length !== clauses.length) {
    throw new QueryFault(
      'illegal_argument_exception',
      `search_after has ${given.length} value(s) but sort has ${clauses.length}.`,
    );
  }
  return clauses.map((item, index) => item.parse(given[index]));
}

export function noFielddata(field: Field, product: Product): QueryFault {
  const where =
    product.isOpenSearch || product.isSix
      ? ''
      : `Fielddata is disabled on [${field.name}] in [k8s-*]. `;
  return new QueryFault(
    'illegal_argument_exception',
    `${where}Text fields are not optimised for operations that require per-document field data like aggregations and sorting, so these operations are disabled by default. Please use a keyword field instead. Alternatively, set fielddata=true on [${field.name}] in order to load field data by uninverting the inverted index. Note that this can use significant memory.`,
  );
}

function noMapping(name: string): QueryFault {
  return new QueryFault(
    'query_shard_exception',
    `No mapping found for [${name}] in order to sort on`,
  );
}

export type { Value as SortValue };
