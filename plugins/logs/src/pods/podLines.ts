import type { LogEntry } from '@pilothouse/plugin-logs-common';
import type { ReceivedLines } from '@pilothouse/pilothouse-react';

/** The last lines of several pods, in the order of their times. */
export interface PodLines extends ReceivedLines {
  entries: readonly LogEntry[];
}

/** More would make the browser slow, and nobody reads them here; what was dropped is said. */
export const MOST_KEPT = 5_000;

export const NO_LINES: PodLines = { entries: [], received: 0 };

/**
 * Puts lines where their time belongs, and drops the earliest beyond {@link MOST_KEPT}; pure. Each pod's lines come in
 * their order, but one pod's may come late, so what is added is sorted in from the end.
 */
export function mergeLines(
  before: PodLines,
  added: readonly LogEntry[],
): PodLines {
  if (added.length === 0) return before;
  const sorted = [...added].sort(byTime);
  const first = sorted[0];
  // Most of what comes is later than all there is.
  let cut = before.entries.length;
  while (cut > 0 && first && byTime(before.entries[cut - 1], first) > 0) cut--;
  const late = [...before.entries.slice(cut), ...sorted].sort(byTime);
  const all = [...before.entries.slice(0, cut), ...late];
  return {
    entries: all.slice(-MOST_KEPT),
    received: before.received + added.length,
  };
}

function byTime(a: LogEntry, b: LogEntry): number {
  return compareTimes(a.at, b.at);
}

/** Milliseconds first, whatever the offset of the node is; then the digits that milliseconds have no room for. */
export function compareTimes(a: string, b: string): number {
  return (
    Date.parse(a) - Date.parse(b) ||
    fractionOf(a).localeCompare(fractionOf(b), 'en')
  );
}

function fractionOf(at: string): string {
  return (/\.(\d+)/.exec(at)?.[1] ?? '').padEnd(9, '0');
}
