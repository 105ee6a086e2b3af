import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { RELATION_PART_OF, type Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { releaseWorkloadReadPermission } from '@pilothouse/plugin-release-common';
import type { EntityAccess } from '../entity/EntityAccess';
import type { Subject, Subjects } from '../plan/ports';

interface Options {
  access: EntityAccess;
  catalog: CatalogService;
}

/** The system that an entity is part of. */
export function systemOf(entity: Entity): string | undefined {
  return entity.relations
    ?.find(
      ({ type, targetRef }) =>
        type === RELATION_PART_OF && targetRef.startsWith('system:'),
    )
    ?.targetRef.toLocaleLowerCase('en-US');
}

/** Entities as their reader sees them, with what rollouts ask of them. */
export class CatalogSubjects implements Subjects {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async open(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<Subject> {
    const { access, catalog } = this.#options;
    const permission = releaseWorkloadReadPermission;
    const [binding, entity] = await Promise.all([
      access.open(entityRef, permission, credentials),
      catalog.getEntityByRef(entityRef, { credentials }),
    ]);
    // It went in between.
    if (!entity) throw new NotFoundError(`There is no entity ${entityRef}`);
    return {
      binding,
      system: systemOf(entity),
      annotations: entity.metadata.annotations ?? {},
    };
  }
}
