import { useApi } from '@backstage/core-plugin-api';
import type {
  PlanRequest,
  RolloutPlan,
} from '@pilothouse/plugin-release-common';
import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { rolloutApiRef } from '../../api';

/**
 * Asks what a rollout would do. Each asking is a dry run on every cluster, so that it is asked only while somebody looks
 * at the plan, and again only when the request changes or somebody wants it.
 */
export function usePlan(
  request: PlanRequest,
  enabled: boolean,
): UseQueryResult<RolloutPlan, Error> {
  const api = useApi(rolloutApiRef);
  return useQuery<RolloutPlan, Error>({
    queryKey: ['release', 'plan', request],
    queryFn: ({ signal }) => api.planRollout(request, { signal }),
    enabled,
    staleTime: Infinity,
    // A plan of an hour ago is worth nothing to the next dialog.
    gcTime: 0,
    retry: false,
  });
}
