import type {
  AuthService,
  PermissionsRegistryService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  parseReleaseStageRef,
  releaseStagePermissions,
} from '@pilothouse/plugin-release-common';
import {
  releaseStageResourceRef,
  releaseStageRules,
  type ReleaseStage,
} from '@pilothouse/plugin-release-node';
import type { Environments } from '../config/Environments';
import { bindEntity } from '../entity/bindEntity';

interface Options {
  auth: AuthService;
  catalog: CatalogService;
  environments: Environments;
  permissionsRegistry: PermissionsRegistryService;
}

/** A group owns itself: what is not there yet is decided on whoever it will belong to. */
function ownersOf(entity: Entity): readonly string[] {
  const { entityRef, owners } = bindEntity(entity);
  return entity.kind.toLocaleLowerCase('en-US') === 'group'
    ? [entityRef, ...owners]
    : owners;
}

/**
 * Registers stages as what permissions are decided on: the owners of an entity, as the catalog has them now, and the
 * environment, as the configuration has it. What is unknown to either is no stage, and denied.
 */
export function registerStages(options: Options): void {
  const { auth, catalog, environments, permissionsRegistry } = options;
  permissionsRegistry.addResourceType({
    resourceRef: releaseStageResourceRef,
    permissions: releaseStagePermissions,
    rules: Object.values(releaseStageRules),
    getResources: async refs => {
      const keys = refs.map(parseReleaseStageRef);
      const entityRefs = [
        ...new Set(keys.flatMap(key => (key ? [key.entityRef] : []))),
      ];
      const { items } = await catalog.getEntitiesByRefs(
        { entityRefs, fields: ['kind', 'metadata', 'relations'] },
        { credentials: await auth.getOwnServiceCredentials() },
      );
      const owners = new Map(
        items.flatMap((entity, at) =>
          entity ? [[entityRefs[at], ownersOf(entity)]] : [],
        ),
      );
      return keys.map((key): ReleaseStage | undefined => {
        const environment = environments.list.find(
          ({ name }) => name === key?.environment,
        );
        const owned = key && owners.get(key.entityRef);
        return (
          environment &&
          owned && {
            entityRef: key.entityRef,
            environment: environment.name,
            protected: environment.protected,
            owners: owned,
          }
        );
      });
    },
  });
}
