import {
  PluginHttp,
  withQuery,
  type PluginClientOptions,
  type RequestOptions,
} from '@pilothouse/pilothouse-common';
import {
  endpointListSchema,
  healthSchema,
  instanceListSchema,
  serviceListSchema,
  traceListSchema,
  type EndpointList,
  type EndpointOrder,
  type Health,
  type InstanceList,
  type ServiceList,
  type TraceList,
  type TraceQuery,
} from './model';

/** An entity in one environment, over a time; the last 30 minutes when missing. */
export interface WindowQuery {
  entityRef: string;
  environment: string;
  /** Name of one of several SkyWalkings that serve the environment; the first when missing. */
  instance?: string;
  /** ISO 8601 */
  from?: string;
  to?: string;
}

/**
 * Health and traces of an entity's services. Every method rejects with a `ResponseError` for an answer of 4xx or 5xx:
 * 403 when the service is not the entity's own, 404 when the entity cannot be seen or the environment has no SkyWalking.
 * A SkyWalking that does not answer is no error: `service.status` says so.
 */
export interface SkywalkingApi {
  listServices(
    request: { entityRef: string },
    options?: RequestOptions,
  ): Promise<ServiceList>;
  getHealth(request: WindowQuery, options?: RequestOptions): Promise<Health>;
  listInstances(
    request: WindowQuery,
    options?: RequestOptions,
  ): Promise<InstanceList>;
  listEndpoints(
    request: WindowQuery & { order?: EndpointOrder; limit?: number },
    options?: RequestOptions,
  ): Promise<EndpointList>;
  findTraces(request: TraceQuery, options?: RequestOptions): Promise<TraceList>;
}

/** {@link SkywalkingApi} over HTTP. Runs in browser and server. */
export class SkywalkingClient implements SkywalkingApi {
  readonly #http: PluginHttp;

  constructor(options: PluginClientOptions) {
    this.#http = new PluginHttp('skywalking', options);
  }

  listServices(request: { entityRef: string }, options?: RequestOptions) {
    const path = withQuery('/v1/services', { ...request });
    return this.#http.get(serviceListSchema, path, options);
  }

  getHealth(request: WindowQuery, options?: RequestOptions) {
    const path = withQuery('/v1/health', { ...request });
    return this.#http.get(healthSchema, path, options);
  }

  listInstances(request: WindowQuery, options?: RequestOptions) {
    const path = withQuery('/v1/instances', { ...request });
    return this.#http.get(instanceListSchema, path, options);
  }

  listEndpoints(
    request: WindowQuery & { order?: EndpointOrder; limit?: number },
    options?: RequestOptions,
  ) {
    const path = withQuery('/v1/endpoints', { ...request });
    return this.#http.get(endpointListSchema, path, options);
  }

  findTraces(request: TraceQuery, options?: RequestOptions) {
    const path = withQuery('/v1/traces', { ...request });
    return this.#http.get(traceListSchema, path, options);
  }
}
