import { useApi } from '@backstage/core-plugin-api';
import { useLiveQuery } from '@pilothouse/pilothouse-react';
import type { LiveQueryResult } from '@pilothouse/pilothouse-react';
import {
  BEAT_CHANNEL,
  ROLLOUTS_CHANNEL,
} from '@pilothouse/plugin-release-common';
import type {
  RolloutApi,
  RolloutList,
  RolloutQuery,
  RolloutSummary,
} from '@pilothouse/plugin-release-common';
import { rolloutApiRef } from '../api';

/** Lines on a page, and as many as a count counts. */
const PAGE = 50;
/** As many as one answer brings, and as many answers as all active ones may take. */
const LARGEST_PAGE = 200;
const MOST_PAGES = 10;

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

/** All active rollouts that the reader may see, however many pages they take, up to 2,000. */
export function useActiveRolloutList(): LiveQueryResult<RolloutSummary[]> {
  const api = useApi(rolloutApiRef);
  return useLiveQuery({
    queryKey: ['release', 'active-rollouts'],
    queryFn: ({ signal }) => listActive(api, signal),
    channels: [ROLLOUTS_CHANNEL],
    beatChannel: BEAT_CHANNEL,
  });
}

async function listActive(
  api: RolloutApi,
  signal: AbortSignal,
): Promise<RolloutSummary[]> {
  const found: RolloutSummary[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = { view: 'running', limit: LARGEST_PAGE, cursor } as const;
    const list = await api.listRollouts(query, { signal });
    found.push(...list.rollouts);
    cursor = list.cursor;
    if (cursor === undefined) break;
  }
  return found;
}

/** The rollouts that wait for the reader: for the navigation and the home page. */
export function useWaitingRollouts(): LiveQueryResult<RolloutList> {
  return useRolloutList({ view: 'waiting' });
}
