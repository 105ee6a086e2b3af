import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  parseLocationRef,
  type Entity,
} from '@backstage/catalog-model';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import { getLocationForEntity } from '@backstage/plugin-techdocs-node';
import { DocsError } from './DocsError';

export interface DocsPlace {
  type: 'url' | 'dir';
  target: string;
}

/**
 * Where an entity's documentation is, as TechDocs finds it.
 *
 * Whoever registers an entity by its URL writes its annotations. So it has its documentation in the repository that it
 * was read from: neither on this machine nor, by `backstage.io/source-location`, in a repository of others. Where an
 * entity was read from is said by the catalog itself, whatever its author writes.
 *
 * @throws DocsError
 */
export function placeOf(
  entity: Entity,
  integrations: ScmIntegrationRegistry,
): DocsPlace {
  const annotations = entity.metadata.annotations ?? {};
  const place = locationOf(entity, integrations);
  const origin = annotations[ANNOTATION_ORIGIN_LOCATION];
  if (origin !== undefined && parseLocationRef(origin).type === 'file') {
    return place;
  }
  const source = annotations[ANNOTATION_SOURCE_LOCATION];
  const own = ownFolderOf(annotations[ANNOTATION_LOCATION], integrations);
  const isOwn =
    own !== undefined &&
    place.type === 'url' &&
    (source === undefined || source === `url:${own}`) &&
    place.target.startsWith(own);
  if (!isOwn) throw new DocsError('elsewhere');
  return place;
}

function locationOf(
  entity: Entity,
  integrations: ScmIntegrationRegistry,
): DocsPlace {
  try {
    const { type, target } = getLocationForEntity(entity, integrations);
    if (type === 'url' || type === 'dir') return { type, target };
  } catch (error) {
    throw new DocsError('elsewhere', error);
  }
  throw new DocsError('elsewhere');
}

/** The folder of the file that the catalog read. */
function ownFolderOf(
  location: string | undefined,
  integrations: ScmIntegrationRegistry,
): string | undefined {
  if (location === undefined) return undefined;
  const { type, target } = parseLocationRef(location);
  if (type !== 'url') return undefined;
  return integrations.resolveUrl({ url: './', base: target });
}
