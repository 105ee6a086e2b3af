import { Config } from '@backstage/config';
import {
  PgSearchEngine,
  PgSearchEngineIndexer,
  PgSearchOptions,
  PgSearchQueryTranslator,
} from '@backstage/plugin-search-backend-module-pg';
import { SearchEngine } from '@backstage/plugin-search-backend-node';
import {
  IndexableDocument,
  IndexableResult,
  IndexableResultSet,
  SearchQuery,
} from '@backstage/plugin-search-common';
import { excerpt, findMatches, mark } from '../highlight';
import { Segment, segment } from '../segment';
import { documentTerms, expandQuery, TERMS_FIELD } from './terms';

/**
 * The stock Postgres engine, able to find Chinese, Japanese and Korean. It keeps to the stock engine's tables: what
 * Postgres is to find stands in one more field of each document, which no one sees who asks.
 */
export class CjkPgSearchEngine implements SearchEngine {
  readonly #stock: PgSearchEngine;

  private constructor(stock: PgSearchEngine) {
    this.#stock = stock;
  }

  /** With the configuration of the stock engine, `search.pg`. */
  static async fromConfig(
    config: Config,
    options: PgSearchOptions,
  ): Promise<CjkPgSearchEngine> {
    const stock = await PgSearchEngine.fromConfig(config, options);
    const translate = stock.translator.bind(stock);
    stock.setTranslator((query, translatorOptions) =>
      translate({ ...query, term: expandQuery(query.term) }, translatorOptions),
    );
    return new CjkPgSearchEngine(stock);
  }

  setTranslator(translator: PgSearchQueryTranslator): void {
    this.#stock.setTranslator(translator);
  }

  async getIndexer(type: string): Promise<PgSearchEngineIndexer> {
    const indexer = await this.#stock.getIndexer(type);
    const index = indexer.index.bind(indexer);
    indexer.index = documents => index(documents.map(withTerms));
    return indexer;
  }

  async query(query: SearchQuery): Promise<IndexableResultSet> {
    const found = await this.#stock.query(query);
    const parts = segment(query.term);
    return {
      ...found,
      results: found.results.map(result => withoutTerms(result, parts)),
    };
  }
}

type IndexedDocument = IndexableDocument & { [TERMS_FIELD]?: string };

function withTerms(document: IndexableDocument): IndexedDocument {
  const terms = documentTerms(document);
  return terms ? { ...document, [TERMS_FIELD]: terms } : document;
}

function withoutTerms(
  result: IndexableResult,
  query: readonly Segment[],
): IndexableResult {
  const { highlight } = result;
  const { [TERMS_FIELD]: terms, ...document }: IndexedDocument =
    result.document;
  if (!terms) return result;
  // Without fields where `search.pg.highlightOptions.useHighlight` is off or nothing was asked for.
  if (!highlight || Object.keys(highlight.fields).length === 0) {
    return { ...result, document };
  }
  // Postgres cuts and marks by its own words, of which a Chinese sentence is one.
  const { title, text } = document;
  const fields = {
    ...highlight.fields,
    title: mark(title, findMatches(title, query, { words: true }), highlight),
    text: excerpt(text, findMatches(text, query, { words: true }), highlight),
  };
  return { ...result, document, highlight: { ...highlight, fields } };
}
