import { ResponseError } from '@backstage/errors';
import * as z from 'zod';
import {
  eventListSchema,
  logLineSchema,
  podListSchema,
  revisionListSchema,
  workloadConfigSchema,
  type EventList,
  type LogLine,
  type PodList,
  type RevisionList,
  type WorkloadConfig,
} from '../model/details';
import { fleetSchema, type Fleet } from '../model/fleet';
import {
  clusterListSchema,
  workloadListSchema,
  workloadSchema,
  type ClusterList,
  type Workload,
  type WorkloadList,
} from '../model/workload';
import type {
  LogRequest,
  ReleaseApi,
  RequestOptions,
  WorkloadRequest,
} from './ReleaseApi';
import { podLogPath, workloadPath } from './paths';
import { readLines } from './readLines';
import { UnexpectedAnswerError } from './UnexpectedAnswerError';

/** What {@link ReleaseClient} needs; Backstage's `discoveryApi` and `fetchApi` fit, and so do plain functions. */
export interface ReleaseClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
}

type Query = Record<string, string | number | boolean | undefined>;

function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** @throws UnexpectedAnswerError that names the first place that differs, and carries no part of the answer */
function parsed<T>(schema: z.ZodType<T>, answer: unknown, what: string): T {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UnexpectedAnswerError(
    `${what} of the release backend is not as expected at "${issue.path.join(
      '.',
    )}"; are both of one version?`,
    result.error,
  );
}

/**
 * The release backend over HTTP. Runs in browser and server; every answer is checked against its schema.
 *
 * @example
 * ```ts
 * const client = new ReleaseClient({ discoveryApi, fetchApi });
 * const { workloads } = await client.listWorkloads({ entityRef: 'component:default/order-api' });
 * ```
 */
export class ReleaseClient implements ReleaseApi {
  readonly #discoveryApi: ReleaseClientOptions['discoveryApi'];
  readonly #fetchApi: ReleaseClientOptions['fetchApi'];

  constructor(options: ReleaseClientOptions) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  listWorkloads(
    request: { entityRef: string },
    options?: RequestOptions,
  ): Promise<WorkloadList> {
    const { entityRef } = request;
    return this.#get(
      workloadListSchema,
      withQuery('/v1/workloads', { entityRef }),
      options,
    );
  }

  getWorkload(
    request: WorkloadRequest,
    options?: RequestOptions,
  ): Promise<Workload> {
    const { entityRef, workloadId } = request;
    const path = withQuery(workloadPath(workloadId), { entityRef });
    return this.#get(workloadSchema, path, options);
  }

  listPods(
    request: WorkloadRequest,
    options?: RequestOptions,
  ): Promise<PodList> {
    const { entityRef, workloadId } = request;
    const path = withQuery(workloadPath(workloadId, 'pods'), { entityRef });
    return this.#get(podListSchema, path, options);
  }

  listRevisions(
    request: WorkloadRequest,
    options?: RequestOptions,
  ): Promise<RevisionList> {
    const { entityRef, workloadId } = request;
    const path = workloadPath(workloadId, 'revisions');
    return this.#get(
      revisionListSchema,
      withQuery(path, { entityRef }),
      options,
    );
  }

  listEvents(
    request: WorkloadRequest,
    options?: RequestOptions,
  ): Promise<EventList> {
    const { entityRef, workloadId } = request;
    const path = withQuery(workloadPath(workloadId, 'events'), { entityRef });
    return this.#get(eventListSchema, path, options);
  }

  getConfig(
    request: WorkloadRequest,
    options?: RequestOptions,
  ): Promise<WorkloadConfig> {
    const { entityRef, workloadId } = request;
    const path = withQuery(workloadPath(workloadId, 'config'), { entityRef });
    return this.#get(workloadConfigSchema, path, options);
  }

  async *readLogs(
    request: LogRequest,
    options?: RequestOptions,
  ): AsyncGenerator<LogLine, void, void> {
    const { workloadId, pod, ...query } = request;
    const response = await this.#fetch(
      withQuery(podLogPath(workloadId, pod), query),
      { ...options, accept: 'application/x-ndjson' },
    );
    if (!response.body) {
      throw new UnexpectedAnswerError('The log came without a body');
    }
    for await (const text of readLines(response.body)) {
      const line = parsed(logLineSchema, parseJson(text), 'A log line');
      yield line;
      if ('end' in line) return;
    }
    // Whoever ends a log says so: this one was cut on the way from the portal.
    yield { end: { code: 'connection-lost', params: {} } };
  }

  getFleet(
    request: { owned?: boolean; since?: string },
    options?: RequestOptions,
  ): Promise<Fleet> {
    const { owned, since } = request;
    const path = withQuery('/v1/fleet', { owned, since });
    return this.#get(fleetSchema, path, options);
  }

  /** How the portal stands with the clusters of all environments. */
  listClusters(options?: RequestOptions): Promise<ClusterList> {
    return this.#get(clusterListSchema, '/v1/clusters', options);
  }

  async #get<T>(
    schema: z.ZodType<T>,
    path: string,
    options?: RequestOptions,
  ): Promise<T> {
    const response = await this.#fetch(path, {
      ...options,
      accept: 'application/json',
    });
    return parsed(schema, parseJson(await response.text()), 'The answer');
  }

  async #fetch(
    path: string,
    options: RequestOptions & { accept: string },
  ): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('release');
    const response = await this.#fetchApi.fetch(`${baseUrl}${path}`, {
      headers: { Accept: options.accept },
      signal: options.signal,
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnexpectedAnswerError(
      'The answer of the release backend is no JSON',
      error,
    );
  }
}
