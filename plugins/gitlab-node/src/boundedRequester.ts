import {
  createRequesterFn,
  type FormattedResponse,
  type RequesterType,
  type ResourceOptions,
} from '@gitbeaker/requester-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import { errorOfAnswer } from './errors';

export interface RequestBounds {
  /** Ends every request. */
  signal?: AbortSignal;
  /** Of one request, in milliseconds. */
  timeoutMs: number;
  /** Of one answer. */
  maxBytes: number;
}

/**
 * How gitbeaker asks: its own requester tries ten times within moments, waits as long as the answer takes, and reads
 * all of it. This one asks once, within time and size, and can be called off. Redirects are not followed: the token
 * would go along.
 */
export function boundedRequester(
  bounds: RequestBounds,
): (options: ResourceOptions) => RequesterType {
  return createRequesterFn(
    async (_resource, options) => options,
    (endpoint, options = {}) => send(endpoint, options, bounds),
  );
}

async function send(
  endpoint: string,
  options: Record<string, unknown>,
  { signal, timeoutMs, maxBytes }: RequestBounds,
): Promise<FormattedResponse> {
  const url = new URL(endpoint, `${options.prefixUrl}`.replace(/\/*$/, '/'));
  url.search =
    typeof options.searchParams === 'string' ? options.searchParams : '';
  const method = typeof options.method === 'string' ? options.method : 'GET';
  const asked = { method, path: decodeURIComponent(url.pathname) };
  signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(timeoutMs);
  const within = signal ? AbortSignal.any([signal, timeout]) : timeout;
  let answer: Response;
  let body: unknown;
  try {
    answer = await fetch(url, {
      method,
      headers: headersOf(options.headers),
      body: typeof options.body === 'string' ? options.body : undefined,
      redirect: 'manual',
      signal: within,
    });
    body = bodyOf(answer, await readUpTo(answer, maxBytes));
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof ServiceUnavailableError) throw cause;
    throw new ServiceUnavailableError(
      timeout.aborted
        ? `GitLab ${url.host} did not answer ${method} ${asked.path} within ${
            timeoutMs / 1000
          } s`
        : `GitLab ${url.host} cannot be reached`,
      cause,
    );
  }
  if (!answer.ok) {
    throw errorOfAnswer(url.host, asked, { status: answer.status, body });
  }
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    // gitbeaker takes what its types say; the callers check what they use of it.
    body: body as FormattedResponse['body'],
  };
}

function headersOf(headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null) return {};
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, `${value}`]),
  );
}

async function readUpTo(answer: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop ends the connection.
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new ServiceUnavailableError(
        `GitLab answers more than ${maxBytes} bytes to ${
          new URL(answer.url).pathname
        }`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function bodyOf(answer: Response, text: string): unknown {
  const type = answer.headers.get('content-type') ?? '';
  if (!type.startsWith('application/json')) return text;
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch (cause) {
    throw new ServiceUnavailableError(
      `GitLab answers ${new URL(answer.url).pathname} with broken JSON`,
      cause,
    );
  }
}
