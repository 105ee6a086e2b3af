import {
  MOST_DOWNLOADED_LINES,
  MOST_LINES,
  leavesLinesOut,
  type DownloadEnd,
  type LogEntry,
} from '@pilothouse/plugin-logs-common';
import type { Message } from '@pilothouse/plugin-release-common';
import { problem } from './problemOf';
import type { Asker } from './SearchScope';
import type { Search, SearchService } from './SearchService';

/** Of a download, in UTF-16 units. */
const MOST_TEXT = 200 * 1024 * 1024;

/** All lines of a search, page by page, as far as the cap; the end says what was left out. */
export async function* downloadLines(
  service: Pick<SearchService, 'search'>,
  search: Search,
  asker: Asker,
): AsyncGenerator<LogEntry | DownloadEnd, void, void> {
  const problems = new Map<string, Message>();
  let lines = 0;
  let text = 0;
  let cursor: string | undefined;
  do {
    const page = await service.search(
      {
        ...search,
        histogram: false,
        cursor,
        limit: Math.min(MOST_LINES, MOST_DOWNLOADED_LINES - lines),
      },
      asker,
      // A source that fails is left at that: asked again for each page, it would hold up all others.
      { shared: false, askAgain: false },
    );
    for (const message of page.problems) {
      if (message.code !== 'count-not-exact') {
        problems.set(JSON.stringify(message), message);
      }
    }
    for (const entry of page.entries) {
      text += entry.message.length;
      yield entry;
    }
    lines += page.entries.length;
    ({ cursor } = page);
  } while (cursor && lines < MOST_DOWNLOADED_LINES && text < MOST_TEXT);
  const all = [...problems.values()];
  yield {
    end: {
      lines,
      complete: !cursor && !all.some(leavesLinesOut),
      problems: cursor ? [...all, problem('cut', { shown: lines })] : all,
    },
  };
}
