import { createApiRef } from '@backstage/frontend-plugin-api';
import type { ReleaseApi } from '@pilothouse/plugin-release-common';

/** Reads what runs where. Replace it to show workloads from elsewhere. */
export const releaseApiRef = createApiRef<ReleaseApi>().with({
  id: 'plugin.release.service',
  pluginId: 'release',
});
