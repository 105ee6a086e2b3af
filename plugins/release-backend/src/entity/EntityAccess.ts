import {
  EntityAccess as SharedEntityAccess,
  type EntityAccessOptions,
} from '@pilothouse/pilothouse-node';
import { bindEntity, type EntityBinding } from './bindEntity';
import type { Projects } from '../stage/Projects';

type Options = Omit<EntityAccessOptions<EntityBinding>, 'read' | 'before'> & {
  /** Pipelines, which may ask about their own entity only. */
  projects: Pick<Projects, 'requireEntity'>;
};

/** Says whether somebody may do something with an entity, and what of the entity the clusters are asked by. */
export class EntityAccess extends SharedEntityAccess<EntityBinding> {
  constructor({ projects, ...options }: Options) {
    super({
      ...options,
      read: bindEntity,
      before: (credentials, entityRef) =>
        projects.requireEntity(credentials, entityRef),
    });
  }
}
