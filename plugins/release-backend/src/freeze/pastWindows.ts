import type { Freeze, FreezeMoment } from '@pilothouse/plugin-release-common';
import { momentOf, windowsOf, type Interval } from './windows';

interface Past {
  /** Only windows that ended later. */
  since: number;
  /** Now. */
  at: number;
  /** As many windows of one freeze. */
  perFreeze: number;
}

/** The windows that are over, the latest first, as they really were: none before its freeze was made or after it was ended. */
export function pastMomentsOf(
  freezes: readonly Freeze[],
  past: Past,
): FreezeMoment[] {
  return freezes
    .flatMap(freeze =>
      pastWindowsOf(freeze, past).map(window =>
        momentOf(freeze, window, past.at),
      ),
    )
    .map(moment => ({ ...moment, active: false }))
    .sort((a, b) => Date.parse(b.from) - Date.parse(a.from));
}

function pastWindowsOf(
  { endedAt, ...freeze }: Freeze,
  { since, at, perFreeze }: Past,
): Interval[] {
  const made = Date.parse(freeze.createdAt ?? '');
  const ended = Date.parse(endedAt ?? '');
  const until = Number.isNaN(ended) ? at : Math.min(at, ended);
  const windows: Interval[] = [];
  for (const window of windowsOf(freeze, since)) {
    if (window.from >= until || windows.length === perFreeze) break;
    const from = Number.isNaN(made) ? window.from : Math.max(window.from, made);
    const to = Math.min(window.to ?? Infinity, ended || Infinity);
    if (from < to && to <= at && to > since) windows.push({ from, to });
  }
  return windows;
}
