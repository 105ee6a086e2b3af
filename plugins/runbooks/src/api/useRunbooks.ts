import { useApi } from '@backstage/frontend-plugin-api';
import { useLiveQuery } from '@pilothouse/pilothouse-react';
import type { RunbookQuery } from '@pilothouse/plugin-runbooks-common';
import { runbooksApiRef } from './runbooksApi';

/** The index is read every few minutes; a page that stays open follows it. */
const EVERY_MS = 60_000;

/** Runbooks that the reader may see, asked for as long as somebody looks. */
export function useRunbooks(query: RunbookQuery) {
  const api = useApi(runbooksApiRef);
  return useLiveQuery({
    queryKey: ['runbooks', 'list', query],
    queryFn: ({ signal }) => api.listRunbooks(query, { signal }),
    channels: [],
    heartbeatMs: EVERY_MS,
  });
}
