import { parseSearchText, type SearchTerm } from './searchText';

/** Text in KQL that means nothing but itself. */
export function quoteKql(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/**
 * What a person searches for, in KQL: it finds the same in Discover. Words are quoted, or the parts of `order-api` would
 * be joined by "or".
 */
export function kqlOf(text: string, field: string): string {
  return queryOf(parseSearchText(text), field);
}

/** KQL binds "and" before "or": where both occur, the order has to be said. */
function queryOf(terms: readonly SearchTerm[], field: string): string {
  const [first, ...rest] = terms;
  if (!first) return '';
  let query = termOf(first, field);
  let last: SearchTerm['joined'] | undefined;
  for (const term of rest) {
    const before = last && last !== term.joined ? `(${query})` : query;
    query = `${before} ${term.joined} ${termOf(term, field)}`;
    last = term.joined;
  }
  return query;
}

function termOf(term: SearchTerm, field: string): string {
  const not = term.negated ? 'not ' : '';
  if (term.kind === 'group') return `${not}(${queryOf(term.terms, field)})`;
  const value =
    term.kind === 'prefix' ? `${escapeKql(term.value)}*` : quoteKql(term.value);
  return `${not}${escapeKql(field)} : ${value}`;
}

/** A name of a field, or a word, in KQL without quotes. */
function escapeKql(text: string): string {
  return (
    text
      .replace(/[\\():<>"*{}]/g, '\\$&')
      // A word that is an operator would be one.
      .replace(/^(and|or|not)$/i, '\\$&')
  );
}
