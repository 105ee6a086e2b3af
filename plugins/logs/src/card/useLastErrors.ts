import { useApi } from '@backstage/frontend-plugin-api';
import {
  RELATIVE_RANGES,
  useLiveQuery,
  type LiveQueryResult,
} from '@pilothouse/pilothouse-react';
import type { SearchResult } from '@pilothouse/plugin-logs-common';
import { logsApiRef } from '../api/logsApi';
import { scopeOf, type Scope } from '../search/scope';

/** Shown at once; the tab has the rest. */
export const ERRORS_SHOWN = 5;
/** How far back is looked. */
export const ERRORS_RANGE = '1h';
const EVERY_MS = 30_000;

/** The newest errors of the environment that matters most. */
export interface LastErrors {
  scope: Scope;
  /** Missing where no store keeps the lines of that environment. */
  result?: SearchResult;
  /** How many of them are the canary's. */
  canaryErrors?: number;
}

export function useLastErrors(entityRef: string): LiveQueryResult<LastErrors> {
  const api = useApi(logsApiRef);
  return useLiveQuery({
    queryKey: ['logs', 'last-errors', entityRef],
    queryFn: async ({ signal }): Promise<LastErrors> => {
      const list = await api.listSources({ entityRef }, { signal });
      const scope = scopeOf(list, { clusters: [] });
      const { environment } = scope;
      const isKept = scope.sources.length > 0 || scope.unknown.length > 0;
      if (environment === undefined || !isKept) {
        return { scope };
      }
      const request = {
        entityRef,
        environment,
        last: RELATIVE_RANGES[ERRORS_RANGE],
        levels: ['error' as const],
      };
      const [result, canary] = await Promise.all([
        api.search({ ...request, limit: ERRORS_SHOWN }, { signal }),
        api.search({ ...request, role: 'canary', limit: 1 }, { signal }),
      ]);
      return {
        scope,
        result,
        canaryErrors: canary.total.value,
      };
    },
    channels: [],
    heartbeatMs: EVERY_MS,
  });
}
