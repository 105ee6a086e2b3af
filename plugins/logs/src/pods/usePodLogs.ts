import { useApi } from '@backstage/frontend-plugin-api';
import type { LogEntry } from '@pilothouse/plugin-logs-common';
import type { Pod } from '@pilothouse/plugin-release-common';
import { useCallback, useEffect, useState } from 'react';
import { podLogsApiRef, type PodLogsApi } from '../api/podLogsApi';
import { levelOfText } from './levelOfText';
import { mergeLines, MOST_KEPT, NO_LINES, type PodLines } from './podLines';
import { readPod, type LogEnd, type PodLine } from './readPod';

/** Browsers keep six connections to a host, and the rest of the portal needs some. */
export const MOST_FOLLOWED = 4;
/** Of each pod, before the follow begins; less of each where there are many. */
const TAIL_LINES = 500;
/** Lines that come within this time are drawn together; a busy pod writes thousands a second. */
const FLUSH_MS = 100;

/** Whose log is read. */
export interface PodToRead {
  workloadId: string;
  cluster: string;
  namespace: string;
  pod: Pod;
  /** Chosen by the backend when missing. */
  container?: string;
}

/** How one pod's log ended. */
export interface PodEnd extends LogEnd {
  pod: string;
}

/** The logs of several pods as one. */
export interface PodLogs {
  lines: PodLines;
  /** How many still may write. */
  open: number;
  /** Those of them that were cut, and are asked for again and again. */
  cut: ReadonlySet<string>;
  /** Pods of whose lines some may be missing, as they were cut for too long. */
  gaps: ReadonlySet<string>;
  /** Those that ended, in that order. */
  ends: readonly PodEnd[];
  restart(): void;
}

type Progress = Omit<PodLogs, 'restart'>;

/**
 * Reads the logs of pods and merges their lines by time. Up to {@link MOST_FOLLOWED} are followed; of more, the last
 * lines are read once, a few pods at a time.
 */
export function usePodLogs(
  entityRef: string,
  pods: readonly PodToRead[],
  previous: boolean,
): PodLogs {
  const api = useApi(podLogsApiRef);
  const [run, setRun] = useState(0);
  const [progress, setProgress] = useState<Progress>(() => startOf(0));
  // Lists are made anew with each answer; whose logs they name seldom changes.
  const key = JSON.stringify(
    pods.map(({ pod, container }) => [pod.uid, container]),
  );

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let pending: LogEntry[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;

    const flush = (change: (before: Progress) => Partial<Progress>) => {
      clearTimeout(timer);
      timer = undefined;
      const added = pending;
      pending = [];
      if (signal.aborted) return;
      setProgress(before => ({
        ...before,
        ...change(before),
        lines: mergeLines(before.lines, added),
      }));
    };

    const read = async (source: PodToRead) => {
      const { name } = source.pod;
      const follow = !previous && pods.length <= MOST_FOLLOWED;
      const share = Math.floor(MOST_KEPT / pods.length);
      const tailLines = Math.max(1, Math.min(TAIL_LINES, share));
      const how = { previous, follow, tailLines };
      let number = 0;
      const end = await readPod({
        read: () => linesOf(api, entityRef, source, how, signal),
        follow,
        signal,
        onLine: line => {
          pending.push(entryOf(source, line, number));
          number += 1;
          timer ??= setTimeout(() => flush(() => ({})), FLUSH_MS);
        },
        onCut: isCut =>
          flush(({ cut }) => ({
            cut: isCut ? withOne(cut, name) : without(cut, name),
          })),
        onGap: () => flush(({ gaps }) => ({ gaps: withOne(gaps, name) })),
      });
      if (!end) return;
      flush(({ open, cut, ends }) => ({
        open: open - 1,
        cut: without(cut, name),
        ends: [...ends, { pod: name, ...end }],
      }));
    };

    setProgress(startOf(pods.length));
    const queue = [...pods];
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        if (signal.aborted) return;
        await read(next);
      }
    };
    for (let worker = 0; worker < MOST_FOLLOWED; worker++) void work();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `key` stands for `pods`
  }, [api, entityRef, key, previous, run]);

  const restart = useCallback(() => setRun(before => before + 1), []);
  return { ...progress, restart };
}

function startOf(pods: number): Progress {
  return {
    lines: NO_LINES,
    open: pods,
    cut: new Set(),
    gaps: new Set(),
    ends: [],
  };
}

function withOne<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  return set.has(item) ? set : new Set([...set, item]);
}

function without<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  return set.has(item) ? new Set([...set].filter(one => one !== item)) : set;
}

function linesOf(
  api: PodLogsApi,
  entityRef: string,
  { workloadId, pod, container }: PodToRead,
  how: { previous: boolean; follow: boolean; tailLines: number },
  signal: AbortSignal,
) {
  return api.readLogs(
    {
      entityRef,
      workloadId,
      pod: pod.name,
      container,
      ...how,
    },
    { signal },
  );
}

function entryOf(
  { pod, cluster, namespace, container }: PodToRead,
  line: PodLine,
  number: number,
): LogEntry {
  return {
    id: `${pod.uid}/${number}`,
    source: 'pods',
    at: line.at ?? '',
    level: levelOfText(line.text),
    message: line.text,
    cut: line.cut,
    cluster,
    namespace,
    pod: pod.name,
    container,
    role: pod.role,
  };
}
