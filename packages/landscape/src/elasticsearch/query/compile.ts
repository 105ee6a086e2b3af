import { StoreError, parsing } from '../http';
import { isObject, listOf, objectOf } from '../json';
import { fieldBody, leastOf } from './field-body';
import {
  existsLeaf,
  idsLeaf,
  termLeaf,
  termsLeaf,
  type QueryContext,
} from './leaves';
import { MATCH_QUERIES } from './match-queries';
import {
  all,
  atLeast,
  EVERYTHING,
  not,
  NOTHING,
  type Matcher,
} from './matcher';
import { options, unfit } from './options';
import { PATTERN_QUERIES } from './pattern-queries';
import { queryString } from './query-string';
import { compileRange } from './range-query';
import { simpleQueryString } from './simple-query-string';

type Compiler = (body: unknown, context: QueryContext) => Matcher;

const DEEPEST = 30;

const COMPILERS: Readonly<Record<string, Compiler>> = {
  match_all: body =>
    options('match_all', objectOf(body, 'match_all'), []) && EVERYTHING,
  match_none: () => NOTHING,
  bool: compileBool,
  constant_score: (body, context) => {
    const { filter } = options(
      'constant_score',
      objectOf(body, 'constant_score'),
      ['filter'],
    );
    return compileQuery(filter, context);
  },
  term: (body, context) => {
    const { name, value, more } = fieldBody('term', body, 'value', [
      'case_insensitive',
    ]);
    const ignoreCase = more.case_insensitive === true;
    return termLeaf(context.fields.get(name), value, context, ignoreCase);
  },
  terms: (body, context) => {
    const { boost: _boost, _name, ...rest } = objectOf(body, 'terms');
    const [entry, other] = Object.entries(rest);
    if (!entry)
      throw parsing(
        '[terms] query requires a field name, followed by array of terms or a document lookup specification',
      );
    if (other) throw parsing(`[terms] query does not support multiple fields`);
    if (!Array.isArray(entry[1]))
      throw parsing(`[terms] query does not support [${entry[0]}]`);
    return termsLeaf(context.fields.get(entry[0]), entry[1], context);
  },
  ids: (body, { fields }) => {
    const { values } = options('ids', objectOf(body, 'ids'), [
      'values',
      'type',
    ]);
    const field = fields.get('_id');
    return field ? idsLeaf(field, listOf(values ?? []).map(String)) : NOTHING;
  },
  exists: (body, context) => {
    const { field } = options('exists', objectOf(body, 'exists'), ['field']);
    if (typeof field !== 'string' || !field)
      throw parsing('[exists] must be provided with a [field]');
    return existsLeaf(field, context);
  },
  range: compileRange,
  ...MATCH_QUERIES,
  ...PATTERN_QUERIES,
  query_string: (body, context) =>
    queryString(objectOf(body, 'query_string'), context),
  simple_query_string: (body, context) =>
    simpleQueryString(objectOf(body, 'simple_query_string'), context),
};

/**
 * Understands a query.
 *
 * @throws StoreError for what no server would take
 * @throws QueryFault for what a shard finds wrong
 */
export function compileQuery(
  query: unknown,
  context: QueryContext,
  depth = 0,
): Matcher {
  if (!isObject(query))
    throw parsing('[_na] query malformed, must start with start_object');
  const [entry, other] = Object.entries(query);
  if (!entry)
    throw new StoreError(
      'illegal_argument_exception',
      'query malformed, empty clause found',
    );
  const [name, body] = entry;
  const compile = Object.hasOwn(COMPILERS, name) ? COMPILERS[name] : undefined;
  if (!compile) {
    throw new StoreError('parsing_exception', `unknown query [${name}]`, {
      causedBy: {
        type: 'named_object_not_found_exception',
        reason: `unknown field [${name}]`,
      },
    });
  }
  if (other)
    throw parsing(
      `[${name}] malformed query, expected [END_OBJECT] but found [FIELD_NAME]`,
    );
  if (!isObject(body))
    throw parsing(
      `[${name}] query malformed, no start_object after query name`,
    );
  if (depth > DEEPEST) {
    throw new StoreError(
      'x_content_parse_exception',
      `The nested depth of the query exceeds the maximum nested depth for queries set in [indices.query.bool.max_nested_depth]`,
    );
  }
  return name === 'bool'
    ? compileBool(body, context, depth)
    : compile(body, context);
}

const CLAUSES = ['must', 'filter', 'should', 'must_not'] as const;

function compileBool(body: unknown, context: QueryContext, depth = 0): Matcher {
  const given = options('bool', objectOf(body, 'bool'), [
    ...CLAUSES,
    'minimum_should_match',
    'adjust_pure_negative',
  ]);
  const [must, filter, should, mustNot] = CLAUSES.map(clause =>
    given[clause] === undefined
      ? []
      : listOf(given[clause]).map(query =>
          inClause(clause, () => compileQuery(query, context, depth + 1)),
        ),
  );
  const usual = should.length > 0 && must.length + filter.length === 0 ? 1 : 0;
  const least = leastOf(given.minimum_should_match)?.(should.length) ?? usual;
  return all([
    ...must,
    ...filter,
    ...mustNot.map(not),
    ...(should.length > 0 || least > 0 ? [atLeast(least, should)] : []),
  ]);
}

/** What is wrong with an inner query is told of the clause, unless it is its syntax. */
function inClause(clause: string, make: () => Matcher): Matcher {
  try {
    return make();
  } catch (error) {
    const isValue =
      error instanceof StoreError &&
      error.type === 'illegal_argument_exception';
    throw isValue ? unfit('bool', clause) : error;
  }
}
