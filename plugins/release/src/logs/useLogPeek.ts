import type { Pod } from '@pilothouse/plugin-release-common';
import { useCallback, useEffect, useRef, useState } from 'react';

/** The pod whose logs are looked at. */
export interface Peek {
  workloadId: string;
  /** Cluster and namespace, in words. */
  where: string;
  pod: string;
  /** As they were when the logs were opened. */
  containers: Pod['containers'];
  /** The one to begin with; the backend chooses when missing. */
  container?: string;
  /** Of the run before the last restart. */
  previous: boolean;
}

/** @param opener - gets the focus back when the logs are closed */
export type OpenLogs = (peek: Peek, opener: HTMLElement) => void;

export interface LogPeekState {
  peek: Peek | undefined;
  open: OpenLogs;
  close(): void;
}

/** Which logs are open. They stay open whatever happens to the tables above. */
export function useLogPeek(): LogPeekState {
  const [peek, setPeek] = useState<Peek>();
  const opener = useRef<HTMLElement>();
  const open = useCallback((next: Peek, from: HTMLElement) => {
    opener.current = from;
    setPeek(next);
  }, []);
  // What the logs belong to stays in sight: the panel comes up from below and may cover it.
  useEffect(() => {
    if (peek) opener.current?.scrollIntoView?.({ block: 'nearest' });
  }, [peek]);
  const close = useCallback(() => {
    setPeek(undefined);
    opener.current?.focus();
  }, []);
  return { peek, open, close };
}
