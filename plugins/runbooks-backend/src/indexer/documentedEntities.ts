import type { AuthService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

const TECHDOCS_REF = 'backstage.io/techdocs-ref';
const AT_ONCE = 500;

/** All entities with documentation of their own, in batches, as the portal itself sees them. */
export async function* documentedEntities(options: {
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  catalog: Pick<CatalogService, 'streamEntities'>;
}): AsyncGenerator<Entity[]> {
  const credentials = await options.auth.getOwnServiceCredentials();
  yield* options.catalog.streamEntities(
    {
      query: {
        [`metadata.annotations.${TECHDOCS_REF}`]: { $exists: true },
      },
      fields: [
        'kind',
        'metadata.name',
        'metadata.namespace',
        'metadata.annotations',
      ],
      pageSize: AT_ONCE,
    },
    { credentials },
  );
}
