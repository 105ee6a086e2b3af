import { integerOf, listOf, objectOf } from '../json';
import { fieldBody, leastOf, leniently } from './field-body';
import { matchLeaf, phraseLeaf, type QueryContext } from './leaves';
import { atLeast, type Matcher } from './matcher';
import { options } from './options';

/** Queries for words, by their names. */
export const MATCH_QUERIES = {
  match: (body, context) => {
    const { name, value, more } = fieldBody('match', body, 'query', [
      'operator',
      'minimum_should_match',
      'analyzer',
      'lenient',
      'zero_terms_query',
      'fuzziness',
      'prefix_length',
      'max_expansions',
      'fuzzy_transpositions',
      'auto_generate_synonyms_phrase_query',
    ]);
    const operator = String(more.operator ?? 'or').toLowerCase();
    const least = leastOf(more.minimum_should_match);
    return leniently(more.lenient, () =>
      matchLeaf(context.fields.get(name), value, context, words =>
        operator === 'and' ? words : least?.(words) ?? 1,
      ),
    );
  },
  match_phrase: (body, context) => {
    const { name, value, more } = fieldBody('match_phrase', body, 'query', [
      'slop',
      'analyzer',
      'zero_terms_query',
    ]);
    const slop = more.slop === undefined ? 0 : integerOf(more.slop, 'slop');
    return phraseLeaf(context.fields.get(name), value, context, { slop });
  },
  match_phrase_prefix: (body, context) => {
    const { name, value } = fieldBody('match_phrase_prefix', body, 'query', [
      'slop',
      'max_expansions',
      'analyzer',
    ]);
    return phraseLeaf(context.fields.get(name), value, context, {
      lastIsPrefix: true,
    });
  },
  multi_match: (body, context) => {
    const {
      query,
      fields,
      type = 'best_fields',
      operator = 'or',
      lenient,
    } = options('multi_match', objectOf(body, 'multi_match'), [
      'query',
      'fields',
      'type',
      'operator',
      'lenient',
      'minimum_should_match',
      'tie_breaker',
      'analyzer',
      'slop',
    ]);
    const chosen = listOf(fields ?? '*').flatMap(name =>
      context.fields.matching(String(name).replace(/\^.*$/, '')),
    );
    const isPhrase = type === 'phrase' || type === 'phrase_prefix';
    return atLeast(
      1,
      chosen.map(field =>
        leniently(lenient ?? fields === undefined, () =>
          isPhrase
            ? phraseLeaf(field, query, context, {
                lastIsPrefix: type === 'phrase_prefix',
              })
            : matchLeaf(field, query, context, words =>
                operator === 'and' ? words : 1,
              ),
        ),
      ),
    );
  },
} satisfies Record<string, (body: unknown, context: QueryContext) => Matcher>;
