import { useApi } from '@backstage/frontend-plugin-api';
import type { LogRequest, Message } from '@pilothouse/plugin-release-common';
import { useCallback, useEffect, useState } from 'react';
import { releaseApiRef } from '../api';
import { appendLines, EMPTY_BUFFER } from './logBuffer';
import type { LogBuffer } from './logBuffer';

/** Lines that come within this time are drawn together; a busy pod writes thousands a second. */
const FLUSH_MS = 50;

/** What was there before the follow began. */
export const TAIL_LINES = 500;

export interface LogStream {
  phase: 'connecting' | 'live' | 'ended' | 'failed';
  buffer: LogBuffer;
  /** Why it has ended. */
  end?: Message;
  error?: Error;
  /** Reads again from the tail. */
  restart(): void;
}

type Progress = Omit<LogStream, 'restart'>;

const START: Progress = { phase: 'connecting', buffer: EMPTY_BUFFER };

/** Follows the log of one container from its last lines on, until it ends or is not asked for any more. */
export function useLogStream(
  request: Pick<
    LogRequest,
    'entityRef' | 'workloadId' | 'pod' | 'container' | 'previous'
  >,
): LogStream {
  const api = useApi(releaseApiRef);
  const { entityRef, workloadId, pod, container, previous } = request;
  const [run, setRun] = useState(0);
  const [progress, setProgress] = useState(START);

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let pending: { at?: string; text: string; cut?: boolean }[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;

    const flush = (change: Partial<Progress> = {}) => {
      clearTimeout(timer);
      timer = undefined;
      const lines = pending;
      pending = [];
      if (signal.aborted) return;
      setProgress(before => ({
        ...before,
        ...change,
        buffer: appendLines(before.buffer, lines),
      }));
    };

    const read = async () => {
      try {
        const lines = api.readLogs(
          {
            entityRef,
            workloadId,
            pod,
            container,
            previous,
            // A run that is over writes nothing more.
            follow: !previous,
            tailLines: TAIL_LINES,
          },
          { signal },
        );
        for await (const line of lines) {
          if (signal.aborted) return;
          if ('end' in line) {
            flush({ phase: 'ended', end: line.end });
            return;
          }
          pending.push(line);
          timer ??= setTimeout(() => flush({ phase: 'live' }), FLUSH_MS);
        }
        flush({ phase: 'ended' });
      } catch (error) {
        flush({
          phase: 'failed',
          error: error instanceof Error ? error : new Error(String(error)),
        });
      }
    };

    setProgress(START);
    read();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [api, entityRef, workloadId, pod, container, previous, run]);

  const restart = useCallback(() => setRun(before => before + 1), []);
  return { ...progress, restart };
}
