import type { Cursor } from '../query/cursor';
import type { Position } from '../query/searchBody';
import type { PlacedLine, SourcePage } from './SourceSearch';

export interface MergedPage {
  lines: readonly PlacedLine[];
  /** Where each source goes on; `true` for one that has no more. */
  sources: Cursor['sources'];
  more: boolean;
}

/** What a page takes from each source, in one order. */
export function mergePages(
  pages: ReadonlyMap<string, SourcePage>,
  {
    order,
    limit,
    before,
  }: {
    order: 'newest' | 'oldest';
    limit: number;
    /** Where the sources were. */
    before: ReadonlyMap<string, Position>;
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
  for (const [source, page] of pages) {
    const own = taken.filter(item => item.source === source);
    const rest = page.more || own.length < page.lines.length;
    more ||= rest;
    const last = own.at(-1)?.line.position ?? before.get(source);
    if (!rest) sources[source] = true;
    else if (last) sources[source] = [...last];
  }
  return { lines: taken.map(({ line }) => line), sources, more };
}
