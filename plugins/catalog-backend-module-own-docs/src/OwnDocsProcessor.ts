import {
  ANNOTATION_SOURCE_LOCATION,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type {
  CatalogProcessor,
  CatalogProcessorEmit,
  LocationSpec,
} from '@backstage/plugin-catalog-node';
import { posix } from 'node:path';

const TECHDOCS_REF = 'backstage.io/techdocs-ref';
const DIR = 'dir:';

/**
 * TechDocs builds what an entity names with the portal's own token, and shows it to everybody who may see the entity.
 * Whoever registers one writes its annotations: without this, they could read any project that the portal can. So what
 * was registered by its URL has its docs in its own folder. What operators configured from files names what it wants.
 */
export class OwnDocsProcessor implements CatalogProcessor {
  getProcessorName(): string {
    return 'OwnDocsProcessor';
  }

  /** @throws InputError, which the catalog shows as the reason why the entity is not there */
  async preProcessEntity(
    entity: Entity,
    location: LocationSpec,
    _emit: CatalogProcessorEmit,
    originLocation: LocationSpec,
  ): Promise<Entity> {
    const ref = entity.metadata.annotations?.[TECHDOCS_REF];
    if (ref === undefined || originLocation.type !== 'url') return entity;
    // TechDocs resolves the folder from here, and an author's own word for it is stronger than the catalog's.
    const source = entity.metadata.annotations?.[ANNOTATION_SOURCE_LOCATION];
    const isOwn = source === undefined || isWithin(source, location.target);
    if (isOwn && isBeside(ref)) return entity;
    throw new InputError(
      `${stringifyEntityRef(
        entity,
      )} has to have its docs in its own folder: ${TECHDOCS_REF} is dir:. or a folder below it, such as dir:./docs, and ${ANNOTATION_SOURCE_LOCATION}, if there is one, that folder`,
    );
  }
}

/** A folder below that of the entity; a path that a URL would read otherwise than a file system is none. */
function isBeside(ref: string): boolean {
  if (!ref.startsWith(DIR)) return false;
  const folder = ref.slice(DIR.length);
  return (
    /^[\w./-]*$/.test(folder) &&
    !folder.startsWith('/') &&
    posix.normalize(folder || '.').split('/')[0] !== '..'
  );
}

/** Whether a source location is the folder of the file that was read, or below it; never a place on this machine. */
function isWithin(source: string, file: string): boolean {
  const folder = asTree(file).replace(/[^/]*$/, '');
  const place = asTree(source.replace(/^url:/, '')).replace(/\/?$/, '/');
  if (place === folder) return true;
  const isPlain = /^https?:\/\/[^?#%\\]+$/.test(place);
  return isPlain && !place.includes('/../') && place.startsWith(folder);
}

/** Forges have a word for files and another one for folders. */
function asTree(url: string): string {
  return url.replace(/\/(blob|raw|edit)\//, '/tree/');
}
