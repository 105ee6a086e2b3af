import { useApi } from '@backstage/core-plugin-api';
import type {
  OperationPlan,
  OperationPlanRequest,
  OperationRequest,
  OperationResult,
} from '@pilothouse/plugin-release-common';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { rolloutApiRef } from '../api';

/** Asks what an operation would do, once: each asking is a dry run on the cluster. */
export function useOperationPlan(
  workloadId: string,
  request: Partial<OperationPlanRequest> & { entityRef: string },
): UseQueryResult<OperationPlan, Error> {
  const api = useApi(rolloutApiRef);
  const { entityRef, operation } = request;
  return useQuery<OperationPlan, Error>({
    queryKey: ['release', 'operation-plan', workloadId, entityRef, operation],
    queryFn: ({ signal }) => {
      if (!operation) throw new TypeError('Nothing to plan');
      return api.planOperation(
        { workloadId, entityRef, operation },
        { signal },
      );
    },
    enabled: operation !== undefined,
    staleTime: Infinity,
    // A plan of an hour ago is worth nothing to the next dialog.
    gcTime: 0,
    retry: false,
  });
}

/** Does what was planned. Sent once: what nobody answered may have been done. */
export function useOperate(): UseMutationResult<
  OperationResult,
  Error,
  OperationRequest & { workloadId: string }
> {
  const api = useApi(rolloutApiRef);
  const client = useQueryClient();
  return useMutation({
    retry: false,
    mutationFn: request => api.operate(request),
    onSettled: () => {
      // The dialog does not wait for the lists behind it.
      void client.invalidateQueries({ queryKey: ['release', 'changes'] });
    },
  });
}
