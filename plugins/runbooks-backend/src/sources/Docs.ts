/** A page as its author wrote it. */
export interface DocsPage {
  /** In the documentation, without `.md`. */
  path: string;
  text: string;
  /** Milliseconds since the epoch. */
  changedAt?: number;
}

/** The Markdown of an entity's documentation. */
export interface Docs {
  pages: readonly DocsPage[];
  /** Pages that were left out because of their size or number. */
  isCut: boolean;
  /** By which a later reading knows that nothing has changed. */
  etag?: string;
}

/** A file of the documentation's source, with its path from the folder of `mkdocs.yml`. */
export interface SourceFile {
  path: string;
  text: string;
  changedAt?: number;
}
