import { IndexableDocument } from '@backstage/plugin-search-common';
import lunr from 'lunr';
import { tokenize } from './tokenize';

/** What stands in the title counts this much more; without it, the shortest text would win. */
const TITLE_BOOST = 5;

/**
 * Builds an index as the stock indexer does, but by {@link tokenize} and without Lunr's trimmer, which takes every
 * character beyond ASCII off the ends of a term and so leaves nothing of a Chinese one.
 */
export class CjkIndexBuilder {
  readonly #builder = new lunr.Builder();
  readonly #documents = new Map<string, IndexableDocument>();

  constructor() {
    this.#builder.ref('location');
    this.#builder.tokenizer = Object.assign(tokenize, {
      separator: lunr.tokenizer.separator,
    });
    this.#builder.pipeline.add(lunr.stopWordFilter, lunr.stemmer);
    this.#builder.searchPipeline.add(lunr.stemmer);
    this.#builder.metadataWhitelist = ['position'];
  }

  add(documents: readonly IndexableDocument[]): void {
    for (const document of documents) {
      // The fields of a type are those of its first document, as in the stock engine.
      if (this.#documents.size === 0) {
        for (const field of Object.keys(document)) {
          const boost = field === 'title' ? TITLE_BOOST : 1;
          this.#builder.field(field, { boost });
        }
      }
      this.#builder.add(document);
      this.#documents.set(document.location, document);
    }
  }

  build(): lunr.Index {
    return this.#builder.build();
  }

  /** What was added, by location. */
  documents(): Record<string, IndexableDocument> {
    return Object.fromEntries(this.#documents);
  }
}
