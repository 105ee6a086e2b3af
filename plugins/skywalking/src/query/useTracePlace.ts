import { useApi } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';
import type { TraceAddress } from '../address/traceAddress';
import { askedRange } from '../address/timeRange';
import type { Place } from '../model/places';
import { skywalkingApiRef } from '../api/skywalkingApi';
import { searchedRange } from './traceRequest';

/** Where a trace is of which only the id is known. */
export interface TracePlace {
  /** Missing where it is nowhere, or the address says where. */
  place: Place | undefined;
  isPending: boolean;
}

/** Looks for a trace in every place: lines of logs and people in chats know an id, and not always of where. */
export function useTracePlace(
  entityRef: string,
  { traceId, environment, range }: TraceAddress,
  places: readonly Place[],
): TracePlace {
  const api = useApi(skywalkingApiRef);
  const enabled =
    traceId !== undefined && environment === undefined && places.length > 1;
  const { data, isPending } = useQuery({
    queryKey: ['skywalking', 'where', entityRef, traceId, range, places],
    queryFn: async ({ signal }) => {
      const window = askedRange(searchedRange(range), Date.now());
      const answers = await Promise.allSettled(
        places.map(place =>
          api.findTraces(
            { entityRef, ...place, traceId, ...window },
            { signal },
          ),
        ),
      );
      const index = answers.findIndex(
        answer =>
          answer.status === 'fulfilled' && answer.value.traces.length > 0,
      );
      return places[index] ?? null;
    },
    enabled,
    staleTime: Infinity,
  });
  return { place: data ?? undefined, isPending: enabled && isPending };
}
