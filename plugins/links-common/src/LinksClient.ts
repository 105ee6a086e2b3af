import {
  PluginHttp,
  type PluginClientOptions,
  type RequestOptions,
} from '@pilothouse/pilothouse-common';
import { linkListSchema, type LinkList, type LinkSubject } from './model';

export interface LinksApi {
  /**
   * Which links there are for something.
   *
   * @throws ResponseError 404 when the entity cannot be seen
   */
  listLinks(subject: LinkSubject, options?: RequestOptions): Promise<LinkList>;
}

/** {@link LinksApi} over HTTP. Runs in browser and server. */
export class LinksClient implements LinksApi {
  readonly #http: PluginHttp;

  constructor(options: PluginClientOptions) {
    this.#http = new PluginHttp('links', options);
  }

  listLinks(subject: LinkSubject, options?: RequestOptions): Promise<LinkList> {
    return this.#http.post(linkListSchema, '/v1/links', subject, options);
  }
}
