import { useApi } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';
import type { TraceAddress } from '../address/traceAddress';
import { askedRange } from '../address/timeRange';
import { skywalkingApiRef } from '../api/skywalkingApi';
import { searchedRange } from './traceRequest';

/** Where a trace is of which only the id is known. */
export interface TraceEnvironment {
  /** Missing where it is nowhere, or the address says where. */
  environment: string | undefined;
  isPending: boolean;
}

/** Looks for a trace in every environment: lines of logs and people in chats know an id, and not always of where. */
export function useTraceEnvironment(
  entityRef: string,
  { traceId, environment, range }: TraceAddress,
  environments: readonly string[],
): TraceEnvironment {
  const api = useApi(skywalkingApiRef);
  const enabled =
    traceId !== undefined &&
    environment === undefined &&
    environments.length > 1;
  const { data, isPending } = useQuery({
    queryKey: ['skywalking', 'where', entityRef, traceId, range, environments],
    queryFn: async ({ signal }) => {
      const window = askedRange(searchedRange(range), Date.now());
      const answers = await Promise.allSettled(
        environments.map(each =>
          api.findTraces(
            { entityRef, environment: each, traceId, ...window },
            { signal },
          ),
        ),
      );
      const index = answers.findIndex(
        answer =>
          answer.status === 'fulfilled' && answer.value.traces.length > 0,
      );
      return environments[index] ?? null;
    },
    enabled,
    staleTime: Infinity,
  });
  return { environment: data ?? undefined, isPending: enabled && isPending };
}
