import {
  parsed,
  parseJson,
  type PluginClientOptions,
  PluginHttp,
  UnexpectedAnswerError,
  withQuery,
  type RequestOptions,
} from '@pilothouse/pilothouse-common';
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
import type { LogRequest, ReleaseApi, WorkloadRequest } from './ReleaseApi';
import { podLogPath, workloadPath } from './paths';
import { readLines } from './readLines';

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
  readonly #http: PluginHttp;

  constructor(options: PluginClientOptions) {
    this.#http = new PluginHttp('release', options);
  }

  listWorkloads(
    request: { entityRef: string },
    options?: RequestOptions,
  ): Promise<WorkloadList> {
    const { entityRef } = request;
    return this.#http.get(
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
    return this.#http.get(workloadSchema, path, options);
  }

  listPods(
    request: WorkloadRequest,
    options?: RequestOptions,
  ): Promise<PodList> {
    const { entityRef, workloadId } = request;
    const path = withQuery(workloadPath(workloadId, 'pods'), { entityRef });
    return this.#http.get(podListSchema, path, options);
  }

  listRevisions(
    request: WorkloadRequest,
    options?: RequestOptions,
  ): Promise<RevisionList> {
    const { entityRef, workloadId } = request;
    const path = workloadPath(workloadId, 'revisions');
    return this.#http.get(
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
    return this.#http.get(eventListSchema, path, options);
  }

  getConfig(
    request: WorkloadRequest,
    options?: RequestOptions,
  ): Promise<WorkloadConfig> {
    const { entityRef, workloadId } = request;
    const path = withQuery(workloadPath(workloadId, 'config'), { entityRef });
    return this.#http.get(workloadConfigSchema, path, options);
  }

  async *readLogs(
    request: LogRequest,
    options?: RequestOptions,
  ): AsyncGenerator<LogLine, void, void> {
    const { workloadId, pod, ...query } = request;
    const response = await this.#http.fetch(
      withQuery(podLogPath(workloadId, pod), query),
      {
        headers: { Accept: 'application/x-ndjson' },
        signal: options?.signal,
      },
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
    return this.#http.get(fleetSchema, path, options);
  }

  /** How the portal stands with the clusters of all environments. */
  listClusters(options?: RequestOptions): Promise<ClusterList> {
    return this.#http.get(clusterListSchema, '/v1/clusters', options);
  }
}
