import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import { AddressGuard } from './AddressGuard';
import { Breaker } from './Breaker';
import type { RegistryConfig } from './readRegistries';
import { RegistryError } from './RegistryError';
import { RegistryTokens } from './RegistryTokens';
import { untilAborted } from './SharedWork';
import type { Surroundings } from './surroundings';

const CONNECT_TIMEOUT_MS = 3_000;
/** Lists of images are not worth more of a registry that everybody pulls from. */
const CONNECTIONS = 16;
const LONGEST_RETRY_AFTER_MS = 60_000;

const REDIRECTS = [301, 302, 303, 307, 308];

export interface RegistryAnswer {
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
}

interface RawAnswer extends RegistryAnswer {
  status: number;
  challenge: string | string[] | undefined;
}

export interface RegistryRequest {
  method?: 'GET' | 'HEAD';
  /** Below the registry's address, with a slash at its beginning. */
  path: string;
  accept?: string;
  /** What is read, for the token and for messages: `order/order-api`. */
  repository: string;
  /** Of the body. */
  maxBytes: number;
  /** Follow one redirect, without credentials: registries keep their blobs elsewhere. */
  redirect?: boolean;
  signal?: AbortSignal;
}

/** Asks one registry: with its credentials, within limits of time and size, and leaves it alone when it is in trouble. */
export class RegistryHttp {
  readonly #config: RegistryConfig;
  readonly #url: URL;
  readonly #guard: AddressGuard;
  readonly #tokens: RegistryTokens;
  readonly #breaker: Breaker;
  readonly #timeoutMs: number;
  readonly #dispatcher: Dispatcher;
  /** For where the registry sends us. */
  readonly #guarded: Dispatcher;

  /** @param options - `basic`: it takes the password itself, and asks nobody to get a token */
  constructor(
    config: RegistryConfig,
    surroundings: Surroundings,
    options: { basic?: boolean } = {},
  ) {
    this.#config = config;
    this.#url = new URL(config.url);
    this.#guard = new AddressGuard(this.#url);
    this.#timeoutMs = surroundings.requestTimeoutMs;
    this.#breaker = new Breaker(surroundings.clock);
    const limits = {
      connections: CONNECTIONS,
      // Every request brings its own.
      headersTimeout: 0,
      bodyTimeout: 0,
      requestTls: { timeout: CONNECT_TIMEOUT_MS },
    };
    const connect = { timeout: CONNECT_TIMEOUT_MS };
    this.#dispatcher = new EnvHttpProxyAgent({ ...limits, connect });
    this.#guarded = new EnvHttpProxyAgent({
      ...limits,
      connect: { ...connect, lookup: this.#guard.lookup },
    });
    this.#tokens = new RegistryTokens({
      config,
      clock: surroundings.clock,
      ...options,
      ask: (url, headers, signal) =>
        this.#send(url, {
          headers,
          maxBytes: 64 * 1024,
          signal,
          dispatcher: this.#dispatcher,
        }),
    });
  }

  /** @throws RegistryError */
  get(asked: RegistryRequest): Promise<RegistryAnswer> {
    return this.#breaker.run(async () => {
      const url = new URL(`${this.#config.url}${asked.path}`);
      const answer = await this.#sendAuthorized(url, asked);
      const { status, headers } = answer;
      if (REDIRECTS.includes(status) && asked.redirect) {
        return this.#follow(url, headers.location, asked);
      }
      return this.#accepted(answer, asked);
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.#dispatcher.destroy(), this.#guarded.destroy()]);
  }

  /** With what was accepted before; and once more when it wants something else. */
  async #sendAuthorized(url: URL, asked: RegistryRequest): Promise<RawAnswer> {
    const { repository, signal } = asked;
    const authorization = await this.#tokens.known(repository, signal);
    const first = await this.#sendTo(url, asked, authorization);
    if (first.status !== 401) return first;
    const fresh = await this.#tokens.answer(
      first.challenge,
      { repository, refused: authorization },
      signal,
    );
    return fresh === undefined ? first : this.#sendTo(url, asked, fresh);
  }

  #sendTo(
    url: URL,
    { method, accept, maxBytes, signal }: RegistryRequest,
    authorization: string | undefined,
  ): Promise<RawAnswer> {
    return this.#send(url, {
      method,
      headers: {
        ...(accept && { accept }),
        ...(authorization && { authorization }),
      },
      maxBytes,
      signal,
      dispatcher: this.#dispatcher,
    });
  }

  async #follow(
    from: URL,
    location: string | undefined,
    asked: RegistryRequest,
  ): Promise<RegistryAnswer> {
    const url = URL.parse(location ?? '', from.href);
    const schemes =
      from.protocol === 'https:' ? ['https:'] : ['https:', 'http:'];
    if (!url || !schemes.includes(url.protocol) || !this.#guard.allows(url)) {
      throw this.#error(
        'invalid',
        'sends us to an address that we do not follow',
      );
    }
    const { method, maxBytes, signal } = asked;
    const answer = await this.#send(url, {
      method,
      headers: {},
      maxBytes,
      signal,
      dispatcher: this.#guarded,
    });
    return this.#accepted(answer, asked);
  }

  async #send(
    url: URL,
    options: {
      method?: 'GET' | 'HEAD';
      headers: Record<string, string>;
      maxBytes: number;
      signal: AbortSignal | undefined;
      dispatcher: Dispatcher;
    },
  ): Promise<RawAnswer> {
    const { method = 'GET', headers, maxBytes, dispatcher } = options;
    options.signal?.throwIfAborted();
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const signal = options.signal
      ? AbortSignal.any([options.signal, timeout])
      : timeout;
    try {
      // Undici looks at the signal only when it has a connection, which may take long to come.
      const answer = await untilAborted(
        request(url, { method, headers, signal, dispatcher }),
        signal,
      );
      const body = await this.#read(answer.body, maxBytes);
      return {
        status: answer.statusCode,
        headers: Object.fromEntries(
          Object.entries(answer.headers).map(([name, value]) => [
            name,
            [value].flat().at(0),
          ]),
        ),
        challenge: answer.headers['www-authenticate'],
        body,
      };
    } catch (cause) {
      if (cause instanceof RegistryError) throw cause;
      options.signal?.throwIfAborted();
      throw timeout.aborted
        ? this.#error(
            'away',
            `does not answer within ${this.#timeoutMs / 1000} s`,
            { cause },
          )
        : this.#error('away', `cannot be reached${codeOf(cause)}`, { cause });
    }
  }

  async #read(
    body: Dispatcher.ResponseData['body'],
    maxBytes: number,
  ): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let length = 0;
    // Leaving the loop ends the connection.
    for await (const chunk of body) {
      length += chunk.length;
      if (length > maxBytes) {
        throw this.#error('invalid', `answers more than ${maxBytes} bytes`);
      }
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  /** @throws RegistryError for everything but 200 */
  #accepted(
    answer: RawAnswer,
    { repository }: RegistryRequest,
  ): RegistryAnswer {
    const { status, headers } = answer;
    if (status === 200) return answer;
    if (status === 401) {
      throw this.#error(
        'refuses',
        `does not accept the portal's credentials for ${repository}`,
      );
    }
    if (status === 403) {
      throw this.#error(
        'refuses',
        `does not let the portal read ${repository}`,
      );
    }
    if (status === 429) {
      throw this.#error('busy', 'wants fewer requests', {
        retryAfterMs: retryAfterOf(headers['retry-after']),
      });
    }
    if (status === 404 && saysItself(answer)) {
      throw this.#error('missing', `has no such thing in ${repository}`);
    }
    if (status >= 500) throw this.#error('away', `answers ${status}`);
    throw this.#error('invalid', `answers ${status}, which no registry should`);
  }

  #error(
    failure: RegistryError['failure'],
    what: string,
    options?: { cause?: unknown; retryAfterMs?: number },
  ): RegistryError {
    return new RegistryError(
      failure,
      `The registry ${this.#config.host} ${what}`,
      options,
    );
  }
}

/** A 404 of the registry, not of something that stands before it. The answer to HEAD has no body to tell by. */
function saysItself({ headers, body }: RawAnswer): boolean {
  if (headers['docker-distribution-api-version']) return true;
  try {
    const answer: unknown = JSON.parse(body.toString());
    return (
      typeof answer === 'object' &&
      answer !== null &&
      'errors' in answer &&
      Array.isArray(answer.errors)
    );
  } catch {
    return false;
  }
}

function retryAfterOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,6}$/.test(text)) return undefined;
  return Math.min(Number(text) * 1000, LONGEST_RETRY_AFTER_MS);
}

/** ` (ECONNREFUSED)` */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code)
    ? ` (${code})`
    : '';
}
