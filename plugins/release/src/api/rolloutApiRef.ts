import { createApiRef } from '@backstage/core-plugin-api';
import type { RolloutApi } from '@pilothouse/plugin-release-common';

/** Plans, starts and steers rollouts, in both frontend systems. */
export const rolloutApiRef = createApiRef<RolloutApi>({
  id: 'plugin.release.rollouts',
});
