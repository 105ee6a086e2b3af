import { useApi } from '@backstage/frontend-plugin-api';
import {
  isUnknownTarget,
  type LogSourceList,
} from '@pilothouse/plugin-logs-common';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { logsApiRef } from '../api/logsApi';

/** Which store keeps what changes with the configuration, and with new targets. */
const FRESH_MS = 60_000;
/** A cluster that has not told what it runs may do so at any moment. */
const UNKNOWN_EVERY_MS = 15_000;

/** Where the lines of an entity's targets are. */
export function useSources(entityRef: string): UseQueryResult<LogSourceList> {
  const api = useApi(logsApiRef);
  return useQuery({
    queryKey: ['logs', 'sources', entityRef],
    queryFn: ({ signal }) => api.listSources({ entityRef }, { signal }),
    staleTime: FRESH_MS,
    refetchInterval: ({ state }) =>
      state.data?.problems.some(isUnknownTarget) ? UNKNOWN_EVERY_MS : false,
  });
}
