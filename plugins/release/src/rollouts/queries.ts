import { useApi } from '@backstage/core-plugin-api';
import { useLiveQuery } from '@pilothouse/pilothouse-react';
import type { LiveQueryResult } from '@pilothouse/pilothouse-react';
import {
  BEAT_CHANNEL,
  ROLLOUTS_CHANNEL,
} from '@pilothouse/plugin-release-common';
import type {
  RolloutList,
  RolloutQuery,
} from '@pilothouse/plugin-release-common';
import { rolloutApiRef } from '../api';

/** Lines on a page, and as many as a count counts. */
const PAGE = 50;

/** The views of the page, in their order. */
export const ROLLOUT_VIEWS = [
  'mine',
  'waiting',
  'running',
  'stuck',
  'all',
] as const;
export type RolloutView = (typeof ROLLOUT_VIEWS)[number];

/** One page of rollouts, kept true. */
export function useRolloutList(
  query: Pick<RolloutQuery, 'view' | 'environment' | 'cursor'>,
): LiveQueryResult<RolloutList> {
  const api = useApi(rolloutApiRef);
  return useLiveQuery({
    queryKey: ['release', 'rollout-list', query],
    queryFn: ({ signal }) =>
      api.listRollouts({ ...query, limit: PAGE }, { signal }),
    channels: [ROLLOUTS_CHANNEL],
    beatChannel: BEAT_CHANNEL,
  });
}

/** The rollouts that wait for the reader: for the navigation and the home page. */
export function useWaitingRollouts(): LiveQueryResult<RolloutList> {
  return useRolloutList({ view: 'waiting' });
}
