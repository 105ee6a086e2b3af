import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  RELATION_DEPENDENCY_OF,
  RELATION_DEPENDS_ON,
  RELATION_PART_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { releaseWorkloadReadPermission } from '@pilothouse/plugin-release-common';
import { authorizeMany } from '../entity/authorizeMany';

/** The catalog and the permission backend are asked about so many at a time. */
const BATCH = 200;
/** A system with more parts than a screen of changes can tell anything about. */
const MAX_NEIGHBOURS = 500;

const DIRECT: readonly string[] = [RELATION_DEPENDS_ON, RELATION_DEPENDENCY_OF];

interface Options {
  catalog: CatalogService;
  permissions: PermissionsService;
}

/** One hop around an entity. */
export interface Neighbourhood {
  /** What it depends on, what depends on it, and what is part of the same system; without itself. */
  entityRefs: string[];
  /** What it is part of. */
  systems: string[];
}

/** Which entities there are for a reader: the catalog is asked as the reader. */
export class EntityReader {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Those that the reader sees in the catalog. */
  async visible(
    refs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<Set<string>> {
    const seen = new Set<string>();
    for (const entityRefs of batchesOf(refs)) {
      const { items } = await this.#options.catalog.getEntitiesByRefs(
        { entityRefs, fields: ['kind', 'metadata.name', 'metadata.namespace'] },
        { credentials },
      );
      for (const entity of items) {
        if (entity) seen.add(stringifyEntityRef(entity));
      }
    }
    return seen;
  }

  /** Those of them whose workloads the reader may read. */
  async readable(
    refs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<Set<string>> {
    const permission = releaseWorkloadReadPermission;
    const readable = new Set<string>();
    for (const asked of batchesOf([
      ...(await this.visible(refs, credentials)),
    ])) {
      const decisions = await authorizeMany(
        this.#options.permissions,
        asked.map(resourceRef => ({ permission, resourceRef })),
        { credentials },
      );
      asked.forEach((ref, at) => {
        if (decisions[at]?.result === AuthorizeResult.ALLOW) readable.add(ref);
      });
    }
    return readable;
  }

  async around(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<Neighbourhood> {
    const { catalog } = this.#options;
    const entity = await catalog.getEntityByRef(entityRef, { credentials });
    const relations = (entity?.relations ?? []).map(({ type, targetRef }) => ({
      type,
      targetRef: targetRef.toLocaleLowerCase('en-US'),
    }));
    const systems = relations
      .filter(
        ({ type, targetRef }) =>
          type === RELATION_PART_OF && targetRef.startsWith('system:'),
      )
      .map(({ targetRef }) => targetRef);
    const around = new Set(
      relations
        .filter(({ type }) => DIRECT.includes(type))
        .map(({ targetRef }) => targetRef),
    );
    if (systems.length > 0) {
      const { items } = await catalog.queryEntities(
        {
          filter: { [`relations.${RELATION_PART_OF}`]: systems },
          fields: ['kind', 'metadata.name', 'metadata.namespace'],
          limit: MAX_NEIGHBOURS,
        },
        { credentials },
      );
      for (const part of items) around.add(stringifyEntityRef(part));
    }
    around.delete(entityRef);
    return { entityRefs: [...around].slice(0, MAX_NEIGHBOURS), systems };
  }
}

function batchesOf(refs: readonly string[]): string[][] {
  const batches: string[][] = [];
  for (let from = 0; from < refs.length; from += BATCH) {
    batches.push(refs.slice(from, from + BATCH));
  }
  return batches;
}
