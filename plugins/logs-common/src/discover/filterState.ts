import type { DiscoverClause, DiscoverFilter } from './DiscoverView';
import type { RisonValue } from './rison';

export interface FilterStateOptions {
  /** Id of the data view; a filter without one belongs to whichever is shown. */
  index: string | undefined;
  /** Kibana 6 knows a phrase only in the older form; as another it would show JSON in place of "pod is a". */
  matchPhrase: boolean;
}

type Query = { readonly [key: string]: RisonValue };

/** A filter as Discover keeps it: `meta` is what the pill says, `query` is what is asked. */
export function filterState(
  filter: DiscoverFilter,
  options: FilterStateOptions,
): { readonly [key: string]: RisonValue | undefined } {
  const common = {
    alias: null,
    disabled: false,
    index: options.index,
    negate: 'values' in filter && filter.negate === true,
  };
  const $state = { store: 'appState' };
  if ('anyOf' in filter) {
    const clauses = filter.anyOf.map(clauseQuery);
    const [clause] = clauses;
    const query: Query =
      clause && clauses.length === 1
        ? clause
        : { bool: { minimum_should_match: 1, should: clauses } };
    return {
      $state,
      meta: {
        ...common,
        key: 'query',
        type: 'custom',
        value: JSON.stringify(query),
      },
      query,
    };
  }
  const { field, values } = filter;
  const [only] = values;
  if (only !== undefined && values.length === 1) {
    return {
      $state,
      meta: { ...common, key: field, params: { query: only }, type: 'phrase' },
      query: phraseQuery(field, only, options),
    };
  }
  return {
    $state,
    meta: {
      ...common,
      key: field,
      params: [...values],
      type: 'phrases',
      value: values.join(', '),
    },
    query: {
      bool: {
        minimum_should_match: 1,
        should: values.map(value => ({ match_phrase: { [field]: value } })),
      },
    },
  };
}

function clauseQuery(clause: DiscoverClause): Query {
  return 'regexp' in clause
    ? { regexp: { [clause.field]: { value: clause.regexp } } }
    : { match_phrase: { [clause.field]: clause.phrase } };
}

function phraseQuery(
  field: string,
  value: string,
  { matchPhrase }: FilterStateOptions,
): Query {
  return matchPhrase
    ? { match_phrase: { [field]: value } }
    : { match: { [field]: { query: value, type: 'phrase' } } };
}
