import { LoggerService } from '@backstage/backend-plugin-api';
import { ConcreteLunrQuery } from '@backstage/plugin-search-backend-node';
import { SearchQuery } from '@backstage/plugin-search-common';
import lunr from 'lunr';
import { queryTerms } from '../bigrams';
import { Segment, segment, textOf } from '../segment';
import { cjkTerm } from './tokenize';

const DEFAULT_PAGE_SIZE = 25;

/** As much as the stock engine gives a word over its prefix and its misspellings. */
const RUN_BOOST = 100;

type Filters = NonNullable<SearchQuery['filters']>;

/**
 * The stock engine's query, in which every run of CJK characters is required. Words stay what they are there: found by
 * stem, by prefix and within two edits, the best first, and none of them required.
 */
export function translate(
  { term, types, filters, pageLimit }: SearchQuery,
  logger: LoggerService,
): ConcreteLunrQuery {
  return {
    documentTypes: types,
    pageSize: pageLimit || DEFAULT_PAGE_SIZE,
    lunrQueryBuilder: query => {
      const parts = segment(term);
      addWords(query, parts);
      requireRuns(query, parts, { boost: RUN_BOOST });
      if (filters) addFilters(query, filters, logger);
    },
  };
}

function wordsOf(parts: readonly Segment[]): string[] {
  return parts.filter(({ cjk }) => !cjk).map(textOf);
}

function addWords(query: lunr.Query, parts: readonly Segment[]): void {
  const words = wordsOf(parts);
  query.term(words, { usePipeline: true, boost: 100 });
  query.term(words, {
    usePipeline: false,
    boost: 10,
    wildcard: lunr.Query.wildcard.TRAILING,
  });
  query.term(words, { usePipeline: false, editDistance: 2, boost: 1 });
}

function requireRuns(
  query: lunr.Query,
  parts: readonly Segment[],
  options: { boost?: number; fields?: string[] },
): void {
  for (const run of parts.filter(({ cjk }) => cjk)) {
    const { terms, prefix } = queryTerms(run);
    query.term(terms.map(cjkTerm), {
      ...options,
      usePipeline: false,
      presence: lunr.Query.presence.REQUIRED,
      ...(prefix && { wildcard: lunr.Query.wildcard.TRAILING }),
    });
  }
}

function addFilters(
  query: lunr.Query,
  filters: Filters,
  logger: LoggerService,
): void {
  for (const [field, wanted] of Object.entries(filters)) {
    if (!query.allFields.includes(field)) {
      // The stock engine knows by these words that a type without the field has no result.
      throw new Error(`unrecognised field ${field}`);
    }
    const value =
      Array.isArray(wanted) && wanted.length === 1 ? wanted[0] : wanted;
    const fields = [field];
    if (Array.isArray(value)) {
      logger.warn(
        `Field ${field} is filtered by several values, which Lunr can only prefer, not require.`,
      );
      query.term(lunr.tokenizer(value).map(String), {
        fields,
        presence: lunr.Query.presence.OPTIONAL,
      });
    } else if (['string', 'number', 'boolean'].includes(typeof value)) {
      const parts = segment(String(value));
      query.term(wordsOf(parts).filter(isNoStopWord), {
        fields,
        presence: lunr.Query.presence.REQUIRED,
      });
      requireRuns(query, parts, { fields });
    } else {
      logger.warn(`Field ${field} cannot be filtered by ${typeof value}.`);
    }
  }
}

function isNoStopWord(word: string): boolean {
  return lunr.stopWordFilter(new lunr.Token(word, {})) !== undefined;
}
