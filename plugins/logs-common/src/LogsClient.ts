import {
  PluginHttp,
  withQuery,
  type PluginClientOptions,
  type RequestOptions,
} from '@pilothouse/pilothouse-common';
import {
  contextResultSchema,
  logSourceListSchema,
  searchResultSchema,
  type ContextRequest,
  type ContextResult,
  type LogSourceList,
  type SearchRequest,
  type SearchResult,
} from './model';

/**
 * An entity's log lines. Every method rejects with a `ResponseError` for an answer of 4xx or 5xx; a store that does not
 * answer is no error: `problems` says so.
 */
export interface LogsApi {
  listSources(
    request: { entityRef: string },
    options?: RequestOptions,
  ): Promise<LogSourceList>;
  search(
    request: SearchRequest,
    options?: RequestOptions,
  ): Promise<SearchResult>;
  getContext(
    request: ContextRequest,
    options?: RequestOptions,
  ): Promise<ContextResult>;
  /** NDJSON of at most `MOST_DOWNLOADED_LINES`; its last line says what was left out. */
  download(request: SearchRequest, options?: RequestOptions): Promise<Response>;
}

/** {@link LogsApi} over HTTP. Runs in browser and server. */
export class LogsClient implements LogsApi {
  readonly #http: PluginHttp;

  constructor(options: PluginClientOptions) {
    this.#http = new PluginHttp('logs', options);
  }

  listSources(request: { entityRef: string }, options?: RequestOptions) {
    const path = withQuery('/v1/sources', { ...request });
    return this.#http.get(logSourceListSchema, path, options);
  }

  search(request: SearchRequest, options?: RequestOptions) {
    return this.#http.post(searchResultSchema, '/v1/search', request, options);
  }

  getContext(request: ContextRequest, options?: RequestOptions) {
    return this.#http.post(
      contextResultSchema,
      '/v1/context',
      request,
      options,
    );
  }

  download(request: SearchRequest, options?: RequestOptions) {
    return this.#http.fetch('/v1/download', {
      method: 'POST',
      headers: {
        Accept: 'application/x-ndjson',
        'Content-Type': 'application/json',
      },
      body: JSON.stringify(request),
      signal: options?.signal,
    });
  }
}
