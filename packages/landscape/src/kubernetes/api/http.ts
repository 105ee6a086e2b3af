import type { ApiError } from '../api-error';
import { negotiate, type Representation } from './negotiation';
import { finish, goJson } from './representation';
import type { Headers } from './authentication';

/** A request, as far as the API server looks at it. */
export interface ApiRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: string;
}

/** Where a stream of bytes goes. */
export interface StreamSink {
  write(text: string): void;
  end(): void;
}

/** What goes back to the client: a whole body, or a stream that `open` starts and whose result stops it. */
export type Answer = WholeAnswer | StreamAnswer;

export interface WholeAnswer {
  status: number;
  contentType: string;
  body: string;
  /** For the `Warning` headers. */
  warnings?: string[];
}

export interface StreamAnswer {
  contentType: string;
  open: (sink: StreamSink) => () => void;
}

/** The value of a header that is given once. */
export function header(
  request: Pick<ApiRequest, 'headers'>,
  name: string,
): string | undefined {
  return request.headers[name]?.join(',');
}

/** Whether the body is indented: on demand, and for programs behind which a person sits. */
export function isPretty({ url, headers }: Omit<ApiRequest, 'body'>): boolean {
  const asked = url.searchParams.get('pretty');
  if (asked !== null) return asked !== 'false' && asked !== '0';
  return /^(curl|Wget|Mozilla\/5\.0)/.test(headers['user-agent']?.[0] ?? '');
}

/** An answer of JSON that is written already. */
export function written(
  request: Omit<ApiRequest, 'body'>,
  json: string,
  options: {
    status?: number;
    representation?: Representation;
    warnings?: string[];
  } = {},
): WholeAnswer {
  const representation =
    options.representation ??
    negotiate(header(request, 'accept'), { transforms: false });
  return {
    status: options.status ?? 200,
    contentType: representation.contentType,
    body: finish(json, representation.format, isPretty(request)),
    warnings: options.warnings,
  };
}

/** An answer of any value. */
export function jsonAnswer(
  request: Omit<ApiRequest, 'body'>,
  value: unknown,
  status = 200,
): WholeAnswer {
  return written(request, goJson(value), { status });
}

/** The Status that an error becomes. */
export function errorAnswer(
  request: Omit<ApiRequest, 'body'>,
  error: ApiError,
): WholeAnswer {
  return {
    status: error.code,
    contentType: 'application/json',
    body: finish(goJson(error.toStatus()), 'json', isPretty(request)),
  };
}

/** Plain text, as `/healthz` and pages that are not there answer. */
export function textAnswer(body: string, status = 200): WholeAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body };
}

export function pageNotFound(): WholeAnswer {
  return textAnswer('404 page not found\n', 404);
}
