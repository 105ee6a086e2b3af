import { ResponseError } from '@backstage/errors';
import type * as z from 'zod';
import { UnexpectedAnswerError } from './UnexpectedAnswerError';

/** What the clients need; Backstage's `discoveryApi` and `fetchApi` fit, and so do plain functions. */
export interface PluginClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
}

type Query = Record<string, string | number | boolean | undefined>;

/** A path with what of the query is there. */
export function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** @throws UnexpectedAnswerError that names the first place that differs, and carries no part of the answer */
export function parsed<T>(
  schema: z.ZodType<T>,
  answer: unknown,
  what: string,
): T {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UnexpectedAnswerError(
    `${what} of the backend is not as expected at "${issue.path.join(
      '.',
    )}"; are both of one version?`,
    result.error,
  );
}

/** @throws UnexpectedAnswerError */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnexpectedAnswerError(
      'The answer of the backend is no JSON',
      error,
    );
  }
}

export interface RequestOptions {
  signal?: AbortSignal;
}

/**
 * Asks one of our backends, and checks what it answers.
 *
 * @example
 * ```ts
 * const http = new PluginHttp('release', { discoveryApi, fetchApi });
 * const workload = await http.get(workloadSchema, '/v1/workloads/…');
 * ```
 */
export class PluginHttp {
  readonly #pluginId: string;
  readonly #options: PluginClientOptions;

  constructor(pluginId: string, options: PluginClientOptions) {
    this.#pluginId = pluginId;
    this.#options = options;
  }

  async get<T>(
    schema: z.ZodType<T>,
    path: string,
    options?: RequestOptions,
  ): Promise<T> {
    const response = await this.fetch(path, {
      headers: { Accept: 'application/json' },
      signal: options?.signal,
    });
    return parsed(schema, parseJson(await response.text()), 'The answer');
  }

  /** Is sent once: whether something was done is asked for, not tried again. */
  async post<T>(
    schema: z.ZodType<T>,
    path: string,
    body: object,
    options?: RequestOptions,
  ): Promise<T> {
    const response = await this.fetch(path, {
      method: 'POST',
      headers: {
        Accept: 'application/json',
        'Content-Type': 'application/json',
      },
      body: JSON.stringify(body),
      signal: options?.signal,
    });
    return parsed(schema, parseJson(await response.text()), 'The answer');
  }

  /** @throws ResponseError for an answer of 4xx or 5xx */
  async fetch(path: string, init: RequestInit): Promise<Response> {
    const { discoveryApi, fetchApi } = this.#options;
    const baseUrl = await discoveryApi.getBaseUrl(this.#pluginId);
    const response = await fetchApi.fetch(`${baseUrl}${path}`, init);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}
