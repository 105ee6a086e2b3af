import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request that an API server got. */
export interface Received {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  contentType: string | undefined;
  body: string;
}

/** How it is answered; the test holds on to `response` for what comes later. */
export type Handler = (request: Received, response: ServerResponse) => void;

/** An API server whose every byte is the test's. Over HTTP: TLS is tried against the landscape. */
export class FakeApi {
  readonly received: Received[] = [];
  /** Connections that were made, one after the other. */
  connections = 0;
  handle: Handler = (_, response) => answer(response, 404, status(404));
  /** How a question for rights is answered. */
  review: Handler = (_, response) =>
    answer(response, 201, { status: { allowed: true } });
  /** How a probe is answered. */
  version: Handler = (_, response) =>
    answer(response, 200, { gitVersion: 'v1.36.0' });
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(error => response.destroy(error));
    });
    this.#server.on('connection', () => {
      this.connections++;
    });
  }

  static async start(): Promise<FakeApi> {
    const api = new FakeApi();
    api.#server.listen(0, '127.0.0.1');
    await once(api.#server, 'listening');
    return api;
  }

  get url(): string {
    // A server that listens on a port has an address of this form.
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Those that were for something, such as `watch`. */
  of(path: string, query: Record<string, string> = {}): Received[] {
    return this.received.filter(
      request =>
        request.path === path &&
        Object.entries(query).every(
          ([key, value]) => request.query.get(key) === value,
        ),
    );
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', this.url);
    const received: Received = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      authorization: request.headers.authorization,
      contentType: request.headers['content-type'],
      body: await text(request),
    };
    this.received.push(received);
    if (received.path === '/version') {
      this.version(received, response);
    } else if (received.path.endsWith('/selfsubjectaccessreviews')) {
      this.review(received, response);
    } else {
      this.handle(received, response);
    }
  }
}

export function answer(
  response: ServerResponse,
  code: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(code, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

export function status(code: number, rest: object = {}): object {
  return {
    kind: 'Status',
    code,
    message: `This is a ${code}`,
    ...rest,
  };
}
