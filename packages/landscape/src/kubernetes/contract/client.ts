import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { createInterface } from 'node:readline';
import { text as readText } from 'node:stream/consumers';
import type { Json } from '../types';

/** Where an API server is and who calls it. */
export interface ApiTarget {
  url: string;
  caPem: string;
  /** Bearer token of a cluster administrator. */
  token: string;
}

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: Json;
  /** Sent as it is, instead of a JSON body. */
  text?: string;
  contentType?: string;
  accept?: string;
  /** Another token than the target's; an empty one sends no Authorization header at all. */
  token?: string;
  /** Acts as this user, with the rights of a cluster administrator to do so. */
  as?: string;
  asGroups?: string[];
}

export interface ApiAnswer {
  code: number;
  headers: IncomingMessage['headers'];
  text: string;
  /** The parsed body; a body that is no JSON is its text. */
  body: Json;
}

/** An answer that does not end by itself: a watch, or the log of a running container. */
export interface ApiStream {
  code: number;
  /** The next line; undefined when the server has ended the stream. Fails when none comes in time. */
  next(): Promise<string | undefined>;
  /** The next line as JSON. */
  nextEvent(): Promise<{ type: string; object: Json } | undefined>;
  close(): void;
}

const PATIENCE = 45_000;

/** Plain HTTPS to one API server: the contract is about what goes over the wire, so no client library is between. */
export class ApiClient {
  readonly #target: ApiTarget;
  readonly #agent: Agent;

  constructor(target: ApiTarget) {
    this.#target = target;
    this.#agent = new Agent({ ca: target.caPem, keepAlive: true });
  }

  async request(path: string, options: ApiRequest = {}): Promise<ApiAnswer> {
    const response = await this.#send(path, options);
    const text = await readText(response);
    return {
      code: response.statusCode ?? 0,
      headers: response.headers,
      text,
      body: parse(text),
    };
  }

  async stream(path: string, options: ApiRequest = {}): Promise<ApiStream> {
    const response = await this.#send(path, options);
    const lines = createInterface({ input: response })[Symbol.asyncIterator]();
    // A stream that is cut ends; the tests look at what came before.
    response.on('error', () => {});
    const next = async () => {
      const line = await withPatience(lines.next(), `a line of ${path}`);
      return line.done ? undefined : line.value;
    };
    return {
      code: response.statusCode ?? 0,
      next,
      nextEvent: async () => {
        const line = await next();
        return line === undefined ? undefined : JSON.parse(line);
      },
      close: () => response.destroy(),
    };
  }

  close(): void {
    this.#agent.destroy();
  }

  async #send(path: string, options: ApiRequest): Promise<IncomingMessage> {
    const payload =
      options.text ??
      (options.body === undefined ? undefined : JSON.stringify(options.body));
    const token = options.token ?? this.#target.token;
    const request = httpsRequest(new URL(path, this.#target.url), {
      method: options.method ?? 'GET',
      agent: this.#agent,
      headers: {
        accept: options.accept ?? 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
        ...(payload !== undefined && {
          'content-type': options.contentType ?? 'application/json',
          'content-length': Buffer.byteLength(payload),
        }),
        ...(options.as && { 'impersonate-user': options.as }),
        ...(options.asGroups && { 'impersonate-group': options.asGroups }),
      },
    });
    request.end(payload);
    const [response]: IncomingMessage[] = await withPatience(
      once(request, 'response'),
      `an answer to ${options.method ?? 'GET'} ${path}`,
    );
    return response;
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function withPatience<T>(promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Waited ${PATIENCE} ms for ${what}`)),
      PATIENCE,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks again until the answer satisfies the condition, and returns it; fails with the last answer. */
export async function eventually<T>(
  ask: () => Promise<T>,
  satisfied: (answer: T) => boolean,
  patience: number = PATIENCE,
): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (satisfied(answer)) return answer;
    if (Date.now() > deadline) {
      throw new Error(
        `Still not so after ${patience} ms: ${JSON.stringify(answer)}`,
      );
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
