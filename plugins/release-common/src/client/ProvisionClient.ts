import {
  type PluginClientOptions,
  PluginHttp,
  withQuery,
  type RequestOptions,
} from '@pilothouse/pilothouse-common';
import {
  applyResultSchema,
  environmentOptionsSchema,
  nameCheckSchema,
  namespaceResultSchema,
  validateResultSchema,
  type ApplyRequest,
  type ApplyResult,
  type EnvironmentOptions,
  type NameCheck,
  type NamespaceRequest,
  type NamespaceResult,
  type ValidateRequest,
  type ValidateResult,
} from '../model/provision';

/**
 * Makes room for a service on clusters, and puts its manifests there. Every method may be repeated: what is there
 * already is left as it is. They reject as those of `ReleaseApi` do; what failed on one cluster is in the answer.
 */
export interface ProvisionApi {
  /** `POST /provision/namespaces` */
  ensureNamespace(
    request: NamespaceRequest,
    options?: RequestOptions,
  ): Promise<NamespaceResult>;
  /** `POST /provision/validate`; nothing is written. */
  validateManifests(
    request: ValidateRequest,
    options?: RequestOptions,
  ): Promise<ValidateResult>;
  /** `POST /provision/apply` */
  applyManifests(
    request: ApplyRequest,
    options?: RequestOptions,
  ): Promise<ApplyResult>;
  /** `GET /provision/environments` */
  listEnvironments(options?: RequestOptions): Promise<EnvironmentOptions>;
  /** `GET /provision/name`: whether a new service can be called so. */
  checkName(
    request: { name: string; system?: string },
    options?: RequestOptions,
  ): Promise<NameCheck>;
}

/**
 * {@link ProvisionApi} over HTTP. Runs in browser and server.
 *
 * @example
 * ```ts
 * const client = new ProvisionClient({ discoveryApi, fetchApi });
 * const { targets } = await client.ensureNamespace({
 *   environment: 'dev',
 *   namespace: 'order',
 *   owner: 'group:default/team-order',
 *   reason: 'The new service refund-api',
 * });
 * ```
 */
export class ProvisionClient implements ProvisionApi {
  readonly #http: PluginHttp;

  constructor(options: PluginClientOptions) {
    this.#http = new PluginHttp('release', options);
  }

  ensureNamespace(
    request: NamespaceRequest,
    options?: RequestOptions,
  ): Promise<NamespaceResult> {
    const path = '/v1/provision/namespaces';
    return this.#http.post(namespaceResultSchema, path, request, options);
  }

  validateManifests(
    request: ValidateRequest,
    options?: RequestOptions,
  ): Promise<ValidateResult> {
    const path = '/v1/provision/validate';
    return this.#http.post(validateResultSchema, path, request, options);
  }

  applyManifests(
    request: ApplyRequest,
    options?: RequestOptions,
  ): Promise<ApplyResult> {
    const path = '/v1/provision/apply';
    return this.#http.post(applyResultSchema, path, request, options);
  }

  listEnvironments(options?: RequestOptions): Promise<EnvironmentOptions> {
    const path = '/v1/provision/environments';
    return this.#http.get(environmentOptionsSchema, path, options);
  }

  checkName(
    request: { name: string; system?: string },
    options?: RequestOptions,
  ): Promise<NameCheck> {
    const path = withQuery('/v1/provision/name', request);
    return this.#http.get(nameCheckSchema, path, options);
  }
}
