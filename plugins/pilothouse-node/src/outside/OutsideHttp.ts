import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import { Agent, request, type Dispatcher } from 'undici';
import { OutsideError, type OutsideFault } from './OutsideError';

/** Failures in a row after which a system is left alone, and for how long, in milliseconds. */
const FAILURES_TO_OPEN = 5;
const LEFT_ALONE_MS = 5_000;
const CONNECT_TIMEOUT_MS = 2_000;
/** Of the body of an error, in bytes. */
const ERROR_BODY = 4_096;

export interface OutsideHttpOptions {
  /** As people call the system: `SkyWalking prod`. */
  name: string;
  /** Everything is asked below it; http or https. */
  baseUrl: string;
  /** Sent with every request, such as `authorization`. Never logged, never in an error. */
  headers?: Readonly<Record<string, string>>;
  /** PEM of a certificate authority. */
  ca?: string;
  /** Connections at the same time. */
  connections?: number;
}

export interface OutsideRequest {
  method?: 'GET' | 'POST' | 'DELETE';
  /** Below the base URL, beginning with `/`. Built by us: parts of it that come from others are encoded by the caller. */
  path: string;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON; a string is sent as it is. */
  body?: object | string;
  headers?: Readonly<Record<string, string>>;
  /** Until the whole answer is read, in milliseconds. */
  timeoutMs: number;
  /** Of the answer, in bytes. */
  maxBytes: number;
  signal?: AbortSignal;
}

export interface OutsideAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
}

/**
 * A system outside, asked within limits: every request has a deadline, an abort signal and a bound on its answer,
 * redirects are not followed, and a system that does not answer is left alone for some seconds after a few failures, so
 * that what it costs is small and told at once.
 */
export class OutsideHttp {
  readonly name: string;
  readonly #base: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #dispatcher: Dispatcher;
  readonly #breaker: CircuitBreakerPolicy;
  /** Failures that say something about the system, and not about one question. */
  readonly #telling = new WeakSet<Error>();
  /** When it answered anything at all, by a clock that only goes on. */
  #answeredAt = -Infinity;
  /** When a silence was counted last. */
  #countedAt = -Infinity;

  constructor(options: OutsideHttpOptions) {
    const { name, baseUrl, headers = {}, ca, connections = 16 } = options;
    this.name = name;
    this.#base = new URL(baseUrl);
    this.#headers = headers;
    this.#dispatcher = new Agent({
      connections,
      connect: { timeout: CONNECT_TIMEOUT_MS, ...(ca && { ca }) },
    });
    this.#breaker = circuitBreaker(
      handleWhen(error => this.#telling.has(error)),
      {
        halfOpenAfter: LEFT_ALONE_MS,
        breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
      },
    );
  }

  /**
   * @returns the answer with a status of 2xx
   * @throws OutsideError; what the signal says when it is aborted
   */
  async send(asked: OutsideRequest): Promise<OutsideAnswer> {
    asked.signal?.throwIfAborted();
    // From now on: the breaker lets one try while others wait for what becomes of it.
    const timeout = AbortSignal.timeout(asked.timeoutMs);
    try {
      return await this.#breaker.execute(() => this.#once(asked, timeout));
    } catch (error) {
      if (error instanceof BrokenCircuitError) {
        throw this.#error('open', 'has not answered and is left alone for now');
      }
      throw error;
    }
  }

  /** Ends its connections. */
  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }

  async #once(
    asked: OutsideRequest,
    timeout: AbortSignal,
  ): Promise<OutsideAnswer> {
    const { method = 'GET', body, timeoutMs, maxBytes, signal } = asked;
    const within = signal ? AbortSignal.any([signal, timeout]) : timeout;
    const began = performance.now();
    const isJson = body !== undefined && typeof body !== 'string';
    try {
      const answer = await request(this.#urlOf(asked), {
        method,
        headers: {
          accept: 'application/json',
          ...(isJson && { 'content-type': 'application/json' }),
          ...this.#headers,
          ...asked.headers,
        },
        body: isJson ? JSON.stringify(body) : body,
        dispatcher: this.#dispatcher,
        signal: within,
      });
      const { statusCode: status, headers } = answer;
      this.#answeredAt = performance.now();
      if (status < 200 || status > 299) {
        const text = await readUpTo(answer.body, ERROR_BODY);
        throw this.#refusal(status, text.text);
      }
      const { text, cut } = await readUpTo(answer.body, maxBytes);
      if (cut) {
        throw this.#error('too-large', `answered more than ${maxBytes} bytes`);
      }
      return { status, headers, text };
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof OutsideError) throw error;
      throw timeout.aborted
        ? this.#silence(began, timeoutMs)
        : this.#unreachable(error);
    }
  }

  /**
   * Whoever asks something costly waits in vain, too: it counts where nothing else was answered meanwhile, and once for
   * all who waited at the same time.
   */
  #silence(began: number, timeoutMs: number): OutsideError {
    const error = this.#error(
      'timeout',
      `did not answer within ${timeoutMs / 1000} s`,
    );
    if (this.#answeredAt < began && this.#countedAt <= began) {
      this.#countedAt = performance.now();
      this.#telling.add(error);
    }
    return error;
  }

  #unreachable(cause: unknown): OutsideError {
    const error = this.#error('unreachable', 'cannot be reached', { cause });
    this.#telling.add(error);
    return error;
  }

  #urlOf({ path, query = {} }: OutsideRequest): URL {
    const url = new URL(this.#base);
    url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`;
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return url;
  }

  #refusal(status: number, body: string): OutsideError {
    const details = { status, body };
    if (status === 401) {
      return this.#error('unauthorized', 'refuses our credentials', details);
    }
    if (status === 403) {
      return this.#error('forbidden', 'does not let us read that', details);
    }
    if (status === 429) {
      return this.#error('throttled', 'asks us to wait', details);
    }
    if (status >= 300 && status < 400) {
      return this.#error('redirected', 'sends us elsewhere', details);
    }
    return this.#error('failed', `answered ${status}`, details);
  }

  #error(
    fault: OutsideFault,
    what: string,
    details: { status?: number; body?: string; cause?: unknown } = {},
  ): OutsideError {
    return new OutsideError(`${this.name} ${what}`, { fault, ...details });
  }
}

/** Leaving the loop ends the connection. */
async function readUpTo(
  body: AsyncIterable<Buffer>,
  most: number,
): Promise<{ text: string; cut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  let cut = false;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > most) {
      chunks.push(chunk.subarray(0, chunk.length - (length - most)));
      cut = true;
      break;
    }
    chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString('utf8'), cut };
}
