import { useApi } from '@backstage/frontend-plugin-api';
import { useLiveQuery } from '@pilothouse/pilothouse-react';
import type { LiveQueryResult } from '@pilothouse/pilothouse-react';
import { BEAT_CHANNEL, FLEET_CHANNEL } from '@pilothouse/plugin-release-common';
import { useQueryClient } from '@tanstack/react-query';
import { releaseApiRef } from '../api/releaseApiRef';
import { mergeFleet } from './model/FleetView';
import type { FleetView } from './model/FleetView';

const HEARTBEAT_MS = 15_000;

/**
 * The services of the reader, or all that the reader may see, kept true: after the first answer only changes are asked
 * for.
 */
export function useFleet(options: {
  owned: boolean;
}): LiveQueryResult<FleetView> {
  const { owned } = options;
  const api = useApi(releaseApiRef);
  const client = useQueryClient();
  const queryKey = ['release', 'fleet', { owned }];
  return useLiveQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const known = client.getQueryData<FleetView>(queryKey);
      const answer = await api.getFleet(
        { owned, since: known?.cursor },
        { signal },
      );
      return mergeFleet(known, answer, Date.now());
    },
    channels: [FLEET_CHANNEL],
    beatChannel: BEAT_CHANNEL,
    heartbeatMs: HEARTBEAT_MS,
  });
}
