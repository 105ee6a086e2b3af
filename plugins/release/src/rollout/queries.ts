import { useApi } from '@backstage/core-plugin-api';
import { useLiveQuery } from '@pilothouse/pilothouse-react';
import type { LiveQueryResult } from '@pilothouse/pilothouse-react';
import {
  BEAT_CHANNEL,
  entityChannel,
  ROLLOUTS_CHANNEL,
} from '@pilothouse/plugin-release-common';
import type {
  Rollout,
  RolloutList,
  StageList,
} from '@pilothouse/plugin-release-common';
import { rolloutApiRef } from '../api';

/** As many as a service may have in all its environments, and those that ended of late. */
const MOST_ROLLOUTS = 50;

/** The rollouts of an entity, the latest first, kept true. */
export function useRollouts(entityRef: string): LiveQueryResult<RolloutList> {
  const api = useApi(rolloutApiRef);
  return useLiveQuery({
    queryKey: ['release', 'rollouts', entityRef],
    queryFn: ({ signal }) =>
      api.listRollouts(
        { entityRef, view: 'all', limit: MOST_ROLLOUTS },
        { signal },
      ),
    channels: channelsOf(entityRef),
    beatChannel: BEAT_CHANNEL,
  });
}

/** The key under which a rollout is cached: what an action answers is put there, too. */
export function rolloutKey(rolloutId: string): string[] {
  return ['release', 'rollout', rolloutId];
}

/** One rollout with its history, kept true. */
export function useRollout(
  entityRef: string,
  rolloutId: string,
): LiveQueryResult<Rollout> {
  const api = useApi(rolloutApiRef);
  return useLiveQuery({
    queryKey: rolloutKey(rolloutId),
    queryFn: ({ signal }) => api.getRollout({ rolloutId }, { signal }),
    channels: channelsOf(entityRef),
    beatChannel: BEAT_CHANNEL,
  });
}

/** Policies of an entity's environments, and what the reader may begin there, kept true. */
export function useStages(entityRef: string): LiveQueryResult<StageList> {
  const api = useApi(rolloutApiRef);
  return useLiveQuery({
    queryKey: ['release', 'stages', entityRef],
    queryFn: ({ signal }) => api.listStages({ entityRef }, { signal }),
    channels: channelsOf(entityRef),
    beatChannel: BEAT_CHANNEL,
  });
}

/**
 * An entity's own channel reaches only whom the same replica of the backend serves, and a freeze belongs to no entity;
 * the channel of all rollouts reaches everybody.
 */
function channelsOf(entityRef: string): string[] {
  return [entityChannel(entityRef), ROLLOUTS_CHANNEL];
}
