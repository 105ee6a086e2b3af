import { createApiRef } from '@backstage/frontend-plugin-api';
import type { LinksApi } from '@pilothouse/plugin-links-common';

/** Where links come from. Need not be provided: without it the links backend is asked. */
export const linksApiRef = createApiRef<LinksApi>({
  id: 'plugin.links.links',
});
