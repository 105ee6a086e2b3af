import { statusOf } from '@pilothouse/pilothouse-react';
import type { LogLine, Message } from '@pilothouse/plugin-release-common';
import { LinePlace } from './LinePlace';

/** A log that was cut is asked for again after so long, and each time in vain after twice as long, up to the longest. */
const AGAIN_MS = 1_000;
const LONGEST_AGAIN_MS = 30_000;
/** Ends that pass by themselves. */
const CUT_ENDS = ['cluster-lost', 'connection-lost'];
const CUT_STATUSES = [429, 502, 503, 504];

/** A line as a pod wrote it. */
export type PodLine = Exclude<LogLine, { end: unknown }>;

/** Why a log does not go on; neither where all of it was read. */
export interface LogEnd {
  end?: Message;
  error?: Error;
}

interface Options {
  /** Reads it from some lines before its end on. */
  read(): AsyncIterable<LogLine>;
  /** Whether it is read on after its cluster, or the portal, was away. */
  follow: boolean;
  signal: AbortSignal;
  onLine(line: PodLine): void;
  /** It is cut, or it goes on again. */
  onCut(isCut: boolean): void;
  /** After it was cut, lines before the next one may be missing. */
  onGap(): void;
}

/** Reads a log until it ends, each line once. @returns nothing where the signal is aborted */
export async function readPod(options: Options): Promise<LogEnd | undefined> {
  const { follow, signal, onCut } = options;
  const place = new LinePlace();
  let againMs = AGAIN_MS;
  let isCut = false;
  const take = (line: PodLine) => {
    if (isCut) {
      isCut = false;
      againMs = AGAIN_MS;
      onCut(false);
    }
    const { isNew, afterGap } = place.take(line.at);
    if (afterGap) options.onGap();
    if (isNew) options.onLine(line);
  };
  for (;;) {
    const end = await readOnce(options, take);
    if (signal.aborted) return undefined;
    if (!follow || !isPassing(end)) return end;
    isCut = true;
    onCut(true);
    await pause(againMs, signal);
    if (signal.aborted) return undefined;
    againMs = Math.min(againMs * 2, LONGEST_AGAIN_MS);
    place.again();
  }
}

async function readOnce(
  { read, signal }: Pick<Options, 'read' | 'signal'>,
  take: (line: PodLine) => void,
): Promise<LogEnd> {
  try {
    for await (const line of read()) {
      if ('end' in line) return { end: line.end };
      if (signal.aborted) break;
      take(line);
    }
    return {};
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** Whether it is worth being asked for again: a cluster, or the portal, is away. */
function isPassing({ end, error }: LogEnd): boolean {
  if (!error) return end !== undefined && CUT_ENDS.includes(end.code);
  const status = statusOf(error);
  return status === undefined
    ? error instanceof TypeError
    : CUT_STATUSES.includes(status);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  await new Promise<void>(resolve => {
    const timer = setTimeout(resolve, ms);
    const leave = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener('abort', leave, { signal: over.signal });
  });
  over.abort();
}
