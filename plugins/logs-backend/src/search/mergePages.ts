import type { Cursor } from '../query/cursor';
import type { Position } from '../query/searchBody';
import type { PlacedLine, SourcePage } from './SourceSearch';

export interface MergedPage {
  lines: readonly PlacedLine[];
  /** Where each source goes on; `true` for one that has no more. One that failed is where it was. */
  sources: Cursor['sources'];
  more: boolean;
  /** A source failed before any line of it was given, and has to go on from where it was asked. */
  hasUnplaced: boolean;
}

/** What a page takes from each source, in one order. */
export function mergePages(
  pages: ReadonlyMap<string, SourcePage>,
  {
    order,
    limit,
    before,
    askAgain,
  }: {
    order: 'newest' | 'oldest';
    limit: number;
    /** Where the sources were. */
    before: ReadonlyMap<string, Position>;
    /** Of a source that failed, the next page asks again. */
    askAgain: boolean;
  },
): MergedPage {
  const sign = order === 'newest' ? -1 : 1;
  const all = [...pages].flatMap(([source, { lines }]) =>
    lines.map((line, index) => ({ line, source, index })),
  );
  // Each source's own order stands: stable for those of one moment.
  all.sort((a, b) => sign * (a.line.time - b.line.time));
  const taken = all.slice(0, limit);
  const sources: Cursor['sources'] = {};
  let more = false;
  let hasUnplaced = false;
  for (const [source, page] of pages) {
    const own = taken.filter(item => item.source === source);
    const unfinished = page.unfinished && askAgain;
    const rest = page.more || own.length < page.lines.length || unfinished;
    more ||= rest;
    const last = own.at(-1)?.line.position ?? before.get(source);
    if (!rest) sources[source] = true;
    else if (last) sources[source] = [...last];
    else if (unfinished) hasUnplaced = true;
  }
  return { lines: taken.map(({ line }) => line), sources, more, hasUnplaced };
}
