import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { ClusterMetrics } from '../cluster/metrics';
import { ApiError, ConnectionError, CredentialError } from './ApiError';
import { pathOf, type ApiRequest } from './ApiRequest';
import type { ConnectionSettings } from './connectionSettings';
import { Credentials, type Session } from './Credentials';
import { Deadline, untilAborted } from './deadline';
import { createDispatcher, dispatcherKey } from './dispatcher';
import { describeFailure } from './failure';
import { readJson } from './readJson';

const ERROR_BYTES = 64 * 1024;
/** Requests use a credential of at most this age; streams, which live on, ask for a new one. */
const CREDENTIAL_AGE = { request: 30_000, stream: 1_000 };

/** Told what a connection notices. */
export interface ConnectionWatcher {
  /** Bytes of the API server came. */
  heard(): void;
  /** The way there may be broken. */
  suspect(): void;
  /** It refuses our credentials, renewed ones too, or there are none. */
  refused(message: string): void;
  /** It takes them. */
  accepted(): void;
}

export interface ConnectionOptions {
  cluster: string;
  settings: () => Promise<ConnectionSettings>;
  watcher: ConnectionWatcher;
  metrics: ClusterMetrics;
  /** How long a refused credential is not tried again. */
  refusedPauseMs: number;
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: AsyncIterable<Buffer>;
}

/** The one way to a cluster: a keep-alive pool, credentials, deadlines and bounds. Redirects are never followed. */
export class ClusterConnection {
  readonly #options: ConnectionOptions;
  readonly #credentials: Credentials;
  #pool: { key: string; dispatcher: Dispatcher } | undefined;
  #refused: { until: number; message: string } | undefined;
  /** Counts what the cluster was made of: what becomes of a question to an earlier one is nothing to this one. */
  #epoch = 0;
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#credentials = new Credentials(options.settings);
  }

  /**
   * Sends a request and reads its JSON.
   *
   * @throws ApiError for any status but 2xx, ConnectionError, CredentialError
   */
  async json(
    request: ApiRequest,
    { maxBytes }: { maxBytes: number },
  ): Promise<unknown> {
    const deadline = new Deadline({ signal: request.signal });
    try {
      const answer = await this.#send(request, deadline, 'request');
      return await this.#reading(request, () =>
        readJson(answer.body, maxBytes),
      );
    } finally {
      deadline.close();
    }
  }

  /**
   * Opens an answer that does not end soon. It ends with `request.signal`.
   *
   * @throws like {@link ClusterConnection.json}, while it is read too
   */
  async stream(request: ApiRequest): Promise<AsyncIterable<Buffer>> {
    const deadline = new Deadline({ signal: request.signal });
    try {
      const answer = await this.#send(request, deadline, 'stream');
      deadline.lift();
      return this.#streamed(answer.body, deadline);
    } catch (error) {
      deadline.close();
      throw error;
    }
  }

  /** The configuration of the cluster has changed: what is under way ends, what comes uses the new one. */
  async reset(): Promise<void> {
    this.#epoch++;
    this.#credentials.forget();
    this.#refused = undefined;
    await this.#dropPool();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#dropPool();
  }

  async #dropPool(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.dispatcher.destroy();
  }

  /**
   * Gets the credential ahead of the first request.
   *
   * @throws CredentialError
   */
  async warmUp(): Promise<void> {
    await this.#credentials.current(CREDENTIAL_AGE.request);
  }

  /** An answer of 2xx. A 401 renews the credential once; after that nothing is tried for a while. */
  async #send(
    request: ApiRequest,
    deadline: Deadline,
    age: keyof typeof CREDENTIAL_AGE,
  ): Promise<Answer> {
    if (this.#refused && Date.now() < this.#refused.until) {
      throw new ApiError({ code: 401, message: this.#refused.message });
    }
    const epoch = this.#epoch;
    try {
      const session = await this.#session(deadline, () =>
        this.#credentials.current(CREDENTIAL_AGE[age]),
      );
      this.#assertStill(epoch);
      let answer = await this.#attempt(request, session, deadline);
      if (answer.status === 401) {
        await this.#errorOf(answer);
        const renewed = await this.#session(deadline, () =>
          this.#credentials.after(session),
        );
        this.#assertStill(epoch);
        answer = await this.#attempt(request, renewed, deadline);
      }
      if (answer.status !== 401 && answer.status < 500) this.#accept();
      if (answer.status >= 200 && answer.status < 300) return answer;
      throw await this.#errorOf(answer);
    } catch (error) {
      if (epoch !== this.#epoch) throw error;
      if (error instanceof CredentialError) this.#refuse(error);
      if (error instanceof ApiError && error.code === 401) {
        // The API server passes on what a kubelet says; whether it is our credential that is bad, the probe finds out.
        if (request.purpose === 'log') this.#options.watcher.suspect();
        else this.#refuse(error);
      }
      throw error;
    }
  }

  /** What was asked of one cluster is not sent to another, nor to where it was. */
  #assertStill(epoch: number): void {
    if (epoch === this.#epoch) return;
    throw new ConnectionError('it has moved meanwhile', { sent: false });
  }

  /** An auth strategy that takes its time says nothing about the cluster: the deadline is lifted meanwhile. */
  async #session(
    deadline: Deadline,
    ask: () => Promise<Session>,
  ): Promise<Session> {
    deadline.lift();
    const asking = ask();
    try {
      return await untilAborted(asking, deadline.signal);
    } catch (cause) {
      if (!deadline.signal.aborted) throw cause;
      throw new ConnectionError(describeFailure(cause), { sent: false, cause });
    }
  }

  async #attempt(
    request: ApiRequest,
    { settings }: Session,
    deadline: Deadline,
  ): Promise<Answer> {
    const { metrics, cluster, watcher } = this.#options;
    const { body, purpose } = request;
    deadline.restart(request.timeoutMs);
    // A body that is made when it is written tells whether anything has left us.
    let sent = body === undefined;
    async function* written(payload: string) {
      sent = true;
      yield Buffer.from(payload);
    }
    try {
      const answering = this.#dispatcherOf(settings).request({
        origin: settings.origin,
        path: settings.prefix + pathOf(request),
        method: request.method,
        signal: deadline.signal,
        headers: {
          accept: 'application/json',
          ...(settings.token && { authorization: `Bearer ${settings.token}` }),
          ...(body && {
            'content-type': body.type,
            'content-length': String(Buffer.byteLength(body.text)),
          }),
        },
        body: body && Readable.from(written(body.text)),
      });
      const answer = await untilAborted(answering, deadline.signal);
      metrics.requested(cluster, purpose, String(answer.statusCode));
      // A gateway says 502 to 504 for an API server that says nothing.
      if (answer.statusCode < 500) watcher.heard();
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: answer.body,
      };
    } catch (cause) {
      metrics.requested(cluster, purpose, 'error');
      throw this.#failed(request, cause, sent);
    }
  }

  #failed(request: ApiRequest, cause: unknown, sent: boolean) {
    // Who asks about the connection itself, or does not want to know any more, needs no second look.
    if (request.purpose !== 'probe' && !request.signal?.aborted) {
      this.#options.watcher.suspect();
    }
    return new ConnectionError(describeFailure(cause), { sent, cause });
  }

  async #reading<T>(request: ApiRequest, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (cause) {
      if (cause instanceof ConnectionError) throw cause;
      throw this.#failed(request, cause, true);
    }
  }

  async *#streamed(
    body: AsyncIterable<Buffer>,
    deadline: Deadline,
  ): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of body) {
        this.#options.watcher.heard();
        yield chunk;
      }
    } catch (cause) {
      if (!deadline.signal.aborted) this.#options.watcher.suspect();
      throw new ConnectionError(describeFailure(cause), { sent: true, cause });
    } finally {
      deadline.close();
    }
  }

  async #errorOf({ status, headers, body }: Answer): Promise<ApiError> {
    // What came with it only words the error better.
    const content = await readJson(body, ERROR_BYTES).catch(() => undefined);
    return ApiError.from(status, content, headers['retry-after']);
  }

  #dispatcherOf(settings: ConnectionSettings): Dispatcher {
    if (this.#closed) {
      throw new ConnectionError('the connection is closed', { sent: false });
    }
    const key = dispatcherKey(settings);
    if (this.#pool?.key !== key) {
      // Streams of the old certificate may run to their end.
      this.#pool?.dispatcher.close().catch(() => {});
      this.#pool = { key, dispatcher: createDispatcher(settings) };
    }
    return this.#pool.dispatcher;
  }

  #refuse(error: Error): void {
    const message =
      error instanceof CredentialError
        ? 'No credentials could be got for it.'
        : 'It refuses our credentials.';
    this.#refused = {
      until: Date.now() + this.#options.refusedPauseMs,
      message,
    };
    this.#options.watcher.refused(message);
  }

  #accept(): void {
    this.#refused = undefined;
    this.#options.watcher.accepted();
  }
}
