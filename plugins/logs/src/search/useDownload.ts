import { useApi } from '@backstage/frontend-plugin-api';
import type { SearchRequest } from '@pilothouse/plugin-logs-common';
import { useEffect, useRef, useState } from 'react';
import { logsApiRef } from '../api/logsApi';
import { readDownloadEnd, type Incomplete } from './downloadEnd';

/** Saves what a search finds as NDJSON. */
export interface Download {
  isRunning: boolean;
  error: Error | undefined;
  /** Of the last file that was saved, where lines are missing in it. */
  incomplete: (Incomplete & { file: string }) | undefined;
  start(): void;
}

export function useDownload(request: SearchRequest | undefined): Download {
  const api = useApi(logsApiRef);
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<Error>();
  const [incomplete, setIncomplete] = useState<Download['incomplete']>();
  const controller = useRef<AbortController>();
  useEffect(() => () => controller.current?.abort(), []);

  const start = async () => {
    if (!request) return;
    const own = new AbortController();
    controller.current = own;
    setRunning(true);
    setError(undefined);
    setIncomplete(undefined);
    try {
      const { limit: _limit, histogram: _histogram, ...wanted } = request;
      const response = await api.download(wanted, { signal: own.signal });
      const blob = await response.blob();
      const file = nameOf(request);
      save(blob, file);
      const missing = await readDownloadEnd(blob);
      if (!own.signal.aborted) setIncomplete(missing && { ...missing, file });
    } catch (failure) {
      if (!own.signal.aborted) {
        setError(
          failure instanceof Error ? failure : new Error(String(failure)),
        );
      }
    } finally {
      if (!own.signal.aborted) setRunning(false);
    }
  };
  return {
    isRunning,
    error,
    incomplete,
    start: () => {
      void start();
    },
  };
}

function save(blob: Blob, name: string) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** `order-api-prod-20261121T120500Z.ndjson`: names of files have no colons. */
function nameOf({ entityRef, environment }: SearchRequest): string {
  const name = entityRef.split('/').at(-1) ?? 'logs';
  const at = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return `${name}-${environment}-${at}.ndjson`;
}
