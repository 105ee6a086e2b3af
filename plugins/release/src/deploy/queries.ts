import { useApi } from '@backstage/frontend-plugin-api';
import { useLiveQuery } from '@pilothouse/pilothouse-react';
import type { LiveQueryResult } from '@pilothouse/pilothouse-react';
import { BEAT_CHANNEL, entityChannel } from '@pilothouse/plugin-release-common';
import type {
  EventList,
  PodList,
  RevisionList,
  WorkloadConfig,
  WorkloadList,
  WorkloadRequest,
} from '@pilothouse/plugin-release-common';
import { releaseApiRef } from '../api';

/** What runs of an entity, kept true. */
export function useWorkloads(entityRef: string): LiveQueryResult<WorkloadList> {
  const api = useApi(releaseApiRef);
  return useLiveQuery({
    queryKey: ['release', 'workloads', entityRef],
    queryFn: ({ signal }) => api.listWorkloads({ entityRef }, { signal }),
    channels: [entityChannel(entityRef)],
    beatChannel: BEAT_CHANNEL,
  });
}

/** The pods of a workload, kept true. */
export function usePods(request: WorkloadRequest): LiveQueryResult<PodList> {
  const api = useApi(releaseApiRef);
  return useDetail('pods', request, options => api.listPods(request, options));
}

/** The revisions of a workload, kept true. */
export function useRevisions(
  request: WorkloadRequest,
): LiveQueryResult<RevisionList> {
  const api = useApi(releaseApiRef);
  return useDetail('revisions', request, options =>
    api.listRevisions(request, options),
  );
}

/** The events around a workload, kept true. */
export function useEvents(
  request: WorkloadRequest,
): LiveQueryResult<EventList> {
  const api = useApi(releaseApiRef);
  return useDetail('events', request, options =>
    api.listEvents(request, options),
  );
}

/** What stands around a workload's pods, kept true. */
export function useConfig(
  request: WorkloadRequest,
): LiveQueryResult<WorkloadConfig> {
  const api = useApi(releaseApiRef);
  return useDetail('config', request, options =>
    api.getConfig(request, options),
  );
}

/** The signal that tells of a change of the entity's workloads tells of changes of their details, too. */
function useDetail<T>(
  what: string,
  { entityRef, workloadId }: WorkloadRequest,
  queryFn: (options: { signal: AbortSignal }) => Promise<T>,
): LiveQueryResult<T> {
  return useLiveQuery({
    queryKey: ['release', what, entityRef, workloadId],
    queryFn,
    channels: [entityChannel(entityRef)],
    beatChannel: BEAT_CHANNEL,
  });
}
