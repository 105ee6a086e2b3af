import {
  PluginHttp,
  withQuery,
  type PluginClientOptions,
  type RequestOptions,
} from '@pilothouse/pilothouse-common';
import type { RunbookKind } from './frontMatter';
import {
  runbookDocumentListSchema,
  runbookListSchema,
  runbookTextSchema,
  type RunbookDocumentList,
  type RunbookList,
  type RunbookText,
} from './model';

export interface RunbookQuery {
  /** Runbooks for this service: of its own documentation, or that name it, or all (`*`). */
  entityRef?: string;
  /** Name of an alert. */
  alert?: string;
  kind?: RunbookKind;
  /** Reference of the owner of the documentation. */
  owner?: string;
  /** Words, all of which are in a page's text, title, alerts or services. */
  text?: string;
}

/** The index of runbooks. Every method rejects with a `ResponseError` for an answer of 4xx or 5xx. */
export interface RunbooksApi {
  listRunbooks(
    query?: RunbookQuery,
    options?: RequestOptions,
  ): Promise<RunbookList>;
  getRunbook(
    request: { id: string; language?: string },
    options?: RequestOptions,
  ): Promise<RunbookText>;
}

/** {@link RunbooksApi} over HTTP. Runs in browser and server. */
export class RunbooksClient implements RunbooksApi {
  readonly #http: PluginHttp;

  constructor(options: PluginClientOptions) {
    this.#http = new PluginHttp('runbooks', options);
  }

  listRunbooks(query: RunbookQuery = {}, options?: RequestOptions) {
    const path = withQuery('/v1/runbooks', { ...query });
    return this.#http.get(runbookListSchema, path, options);
  }

  getRunbook(
    request: { id: string; language?: string },
    options?: RequestOptions,
  ) {
    const path = withQuery('/v1/runbooks/page', { ...request });
    return this.#http.get(runbookTextSchema, path, options);
  }

  /** Pages for a search index; for services only. */
  listDocuments(
    after?: string,
    options?: RequestOptions,
  ): Promise<RunbookDocumentList> {
    const path = withQuery('/v1/documents', { after });
    return this.#http.get(runbookDocumentListSchema, path, options);
  }
}
