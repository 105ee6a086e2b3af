import { QueryFault } from '../http';
import { fieldBody } from './field-body';
import { patternLeaf, type QueryContext } from './leaves';
import type { Matcher } from './matcher';
import { wildcard } from './patterns';
import { luceneRegexp } from './regexp';

/** Queries for values of a form, by their names. */
export const PATTERN_QUERIES = {
  prefix: (body, context) => {
    const { name, value, more } = fieldBody('prefix', body, 'value', [
      'rewrite',
      'case_insensitive',
    ]);
    const ignoreCase = more.case_insensitive === true;
    const start = ignoreCase ? String(value).toLowerCase() : String(value);
    return patternLeaf(context.fields.get(name), 'prefix', text =>
      (ignoreCase ? text.toLowerCase() : text).startsWith(start),
    );
  },
  wildcard: (body, context) => {
    const { name, value, more } = fieldBody('wildcard', body, 'value', [
      'wildcard',
      'rewrite',
      'case_insensitive',
    ]);
    const pattern = String(value ?? more.wildcard);
    return patternLeaf(
      context.fields.get(name),
      'wildcard',
      wildcard(pattern, more.case_insensitive === true),
    );
  },
  regexp: (body, context) => {
    const { name, value, more } = fieldBody('regexp', body, 'value', [
      'flags',
      'flags_value',
      'max_determinized_states',
      'rewrite',
      'case_insensitive',
    ]);
    if (String(value).length > 1000) {
      throw new QueryFault(
        'illegal_argument_exception',
        `The length of regex [${
          String(value).length
        }] used in the Regexp Query request has exceeded the allowed maximum of [1000]. This maximum can be set by changing the [index.max_regex_length] index level setting.`,
      );
    }
    try {
      return patternLeaf(
        context.fields.get(name),
        'regexp',
        luceneRegexp(String(value), {
          ignoreCase: more.case_insensitive === true,
          refusesEmptyRange:
            context.product.isOpenSearch || context.product.isSix,
        }),
      );
    } catch (error) {
      if (error instanceof QueryFault || !(error instanceof Error)) throw error;
      throw new QueryFault(
        'query_shard_exception',
        `failed to create query: ${error.message}`,
      );
    }
  },
} satisfies Record<string, (body: unknown, context: QueryContext) => Matcher>;
