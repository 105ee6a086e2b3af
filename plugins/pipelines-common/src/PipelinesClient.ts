import { ResponseError } from '@backstage/errors';
import { overviewSchema, type ProjectOverview } from './model';

/** An entity by the parts of its reference. */
export interface EntityKey {
  kind: string;
  namespace: string;
  name: string;
}

export interface PipelinesApi {
  /**
   * The latest pipelines, merge requests and releases of the entity's own project.
   *
   * @throws ResponseError 403 when the project is not the entity's own, 404 when the entity cannot be seen or names no
   *   project
   */
  getOverview(
    entity: EntityKey,
    options?: { signal?: AbortSignal },
  ): Promise<ProjectOverview>;
}

export interface PipelinesClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
}

/** {@link PipelinesApi} over HTTP. Runs in browser and server. */
export class PipelinesClient implements PipelinesApi {
  readonly #options: PipelinesClientOptions;

  constructor(options: PipelinesClientOptions) {
    this.#options = options;
  }

  async getOverview(
    { kind, namespace, name }: EntityKey,
    options?: { signal?: AbortSignal },
  ): Promise<ProjectOverview> {
    const { discoveryApi, fetchApi } = this.#options;
    const baseUrl = await discoveryApi.getBaseUrl('pipelines');
    const path = [kind, namespace, name].map(encodeURIComponent).join('/');
    const response = await fetchApi.fetch(
      `${baseUrl}/v1/entities/${path}/overview`,
      { headers: { Accept: 'application/json' }, signal: options?.signal },
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return overviewSchema.parse(await response.json());
  }
}
