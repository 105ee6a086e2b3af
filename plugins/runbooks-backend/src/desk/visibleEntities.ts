import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { RELATION_OWNED_BY, type Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

const AT_ONCE = 500;

/** What a reader of runbooks is told of an entity. */
export interface VisibleEntity {
  /** Reference of its owner. */
  owner?: string;
}

/**
 * Asks the catalog, as whoever asks us, which of these there are.
 *
 * @param entityRefs - full references
 */
export async function visibleEntities(
  catalog: Pick<CatalogService, 'getEntitiesByRefs'>,
  entityRefs: Iterable<string>,
  credentials: BackstageCredentials,
): Promise<ReadonlyMap<string, VisibleEntity>> {
  const refs = [...new Set(entityRefs)];
  const batches = Array.from(
    { length: Math.ceil(refs.length / AT_ONCE) },
    (_, index) => refs.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
  const answers = await Promise.all(
    batches.map(async batch => {
      const { items } = await catalog.getEntitiesByRefs(
        {
          entityRefs: batch,
          fields: ['kind', 'metadata.name', 'metadata.namespace', 'relations'],
        },
        { credentials },
      );
      return batch.flatMap((ref, index) => {
        const entity = items[index];
        return entity ? [[ref, { owner: ownerOf(entity) }] as const] : [];
      });
    }),
  );
  return new Map(answers.flat());
}

function ownerOf({ relations }: Entity): string | undefined {
  return relations?.find(({ type }) => type === RELATION_OWNED_BY)?.targetRef;
}
