import { useApi } from '@backstage/core-plugin-api';
import { useLiveQuery } from '@pilothouse/pilothouse-react';
import type { LiveQueryResult } from '@pilothouse/pilothouse-react';
import {
  BEAT_CHANNEL,
  ROLLOUTS_CHANNEL,
} from '@pilothouse/plugin-release-common';
import type { FreezeList } from '@pilothouse/plugin-release-common';
import { rolloutApiRef } from '../api';

/** The beginning of the keys of all lists of freezes. */
export const FREEZES_KEY = ['release', 'freezes'];

/**
 * The freezes that hold or will, kept true.
 *
 * @param window - every window in it, also those that are over, and not only the next of each freeze; ISO 8601
 */
export function useFreezes(
  window: { since?: string; until?: string } = {},
): LiveQueryResult<FreezeList> {
  const api = useApi(rolloutApiRef);
  return useLiveQuery({
    queryKey: [...FREEZES_KEY, window.since, window.until],
    queryFn: ({ signal }) => api.listFreezes(window, { signal }),
    channels: [ROLLOUTS_CHANNEL],
    beatChannel: BEAT_CHANNEL,
  });
}
