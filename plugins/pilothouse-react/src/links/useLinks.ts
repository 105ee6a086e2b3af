import {
  discoveryApiRef,
  fetchApiRef,
  useApiHolder,
  type ApiHolder,
} from '@backstage/frontend-plugin-api';
import {
  LinksClient,
  type Link,
  type LinksApi,
  type LinkSubject,
} from '@pilothouse/plugin-links-common';
import { useQuery } from '@tanstack/react-query';
import { linksApiRef } from './linksApiRef';

/** Which links there are changes with the configuration; without a time in the subject they are for "until now". */
const STALE_MS = 60_000;
/** Whoever was too slow for an answer may be in time for the next one. */
const AGAIN_MS = 4_000;
const MOST_ANSWERS = 4;

export interface LinksResult {
  links: readonly Link[];
  isPending: boolean;
  /** Somebody who has links did not answer; they may come yet. */
  isPartial: boolean;
}

/**
 * The links for something, as the links backend decides. Where there is no such backend there are none: a page never
 * fails for its links.
 *
 * Has to be inside a `PilothouseQueryProvider`.
 */
export function useLinks(
  subject: LinkSubject,
  options: { enabled?: boolean } = {},
): LinksResult {
  const apis = useApiHolder();
  const { data, isPending } = useQuery({
    queryKey: ['pilothouse', 'links', subject],
    queryFn: ({ signal }) =>
      linksApiOf(apis)?.listLinks(subject, { signal }) ?? null,
    enabled: options.enabled ?? true,
    staleTime: STALE_MS,
    refetchInterval: ({ state }) =>
      state.data?.problems.length && state.dataUpdateCount < MOST_ANSWERS
        ? AGAIN_MS
        : false,
    retry: false,
    refetchOnWindowFocus: false,
  });
  return {
    links: data?.links ?? [],
    isPending,
    isPartial: (data?.problems.length ?? 0) > 0,
  };
}

function linksApiOf(apis: ApiHolder): LinksApi | undefined {
  const provided = apis.get(linksApiRef);
  if (provided) return provided;
  const discoveryApi = apis.get(discoveryApiRef);
  const fetchApi = apis.get(fetchApiRef);
  return discoveryApi && fetchApi
    ? new LinksClient({ discoveryApi, fetchApi })
    : undefined;
}
