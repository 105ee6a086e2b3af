import { LoggerService } from '@backstage/backend-plugin-api';
import {
  LunrSearchEngine,
  type LunrSearchEngineIndexer,
} from '@backstage/plugin-search-backend-node';
import {
  IndexableResult,
  IndexableResultSet,
  SearchQuery,
} from '@backstage/plugin-search-common';
import { findMatches, mark, unmark } from '../highlight';
import { Segment, segment } from '../segment';
import { CjkIndexBuilder } from './CjkIndexBuilder';
import { translate } from './translate';

/** The stock in-memory engine, able to find Chinese, Japanese and Korean. */
export class CjkLunrSearchEngine extends LunrSearchEngine {
  constructor(options: { logger: LoggerService }) {
    super(options);
    this.setTranslator(query => translate(query, this.logger));
  }

  override async getIndexer(type: string): Promise<LunrSearchEngineIndexer> {
    const indexer = await super.getIndexer(type);
    const builder = new CjkIndexBuilder();
    indexer.index = async documents => builder.add(documents);
    indexer.buildIndex = () => builder.build();
    indexer.getDocumentStore = () => builder.documents();
    return indexer;
  }

  override async query(query: SearchQuery): Promise<IndexableResultSet> {
    const found = await super.query(query);
    const runs = segment(query.term).filter(({ cjk }) => cjk);
    if (runs.length === 0) return found;
    return {
      ...found,
      results: found.results.map(result => withCjkMarks(result, runs)),
    };
  }
}

/** Adds the marks of the CJK matches to those that Lunr has set on words. */
function withCjkMarks(
  result: IndexableResult,
  runs: readonly Segment[],
): IndexableResult {
  const { document, highlight } = result;
  if (!highlight) return result;
  const fields = { ...highlight.fields };
  for (const [field, text] of Object.entries(document)) {
    if (typeof text !== 'string') continue;
    const matches = findMatches(text, runs);
    if (matches.length === 0) continue;
    const { ranges } = unmark(fields[field] ?? '', highlight);
    fields[field] = mark(text, [...ranges, ...matches], highlight);
  }
  return { ...result, highlight: { ...highlight, fields } };
}
