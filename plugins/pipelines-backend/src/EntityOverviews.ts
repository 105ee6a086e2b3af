import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ownProject } from '@pilothouse/plugin-gitlab-node';
import type {
  EntityKey,
  ProjectOverview,
} from '@pilothouse/plugin-pipelines-common';
import type { OverviewService } from './OverviewService';

interface Options {
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  integrations: Pick<ScmIntegrations, 'gitlab'>;
  overviews: Pick<OverviewService, 'get'>;
}

/** Who may see an entity sees what its own project is doing. */
export class EntityOverviews {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @throws NotFoundError for an entity that cannot be seen, and what `ownProject` throws */
  async get(
    key: EntityKey,
    credentials: BackstageCredentials,
  ): Promise<ProjectOverview> {
    const { catalog, integrations, overviews } = this.#options;
    const entityRef = stringifyEntityRef(key);
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    if (!entity) {
      throw new NotFoundError(
        `There is no entity ${entityRef}, or you may not see it`,
      );
    }
    return overviews.get(ownProject(entity, integrations));
  }
}
