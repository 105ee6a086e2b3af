import { downloadEndSchema } from '@pilothouse/plugin-logs-common';
import type { Message } from '@pilothouse/plugin-release-common';

/** The last line is some problems long; a file may be hundreds of megabytes. */
const TAIL_BYTES = 64 * 1024;

/** Why lines are missing in a download. */
export interface Incomplete {
  /** Missing where it has no end: it was cut on the way. */
  problems?: readonly Message[];
}

/**
 * Reads the last line of a download, and no more of it.
 *
 * @returns `undefined` where all lines are in it
 */
export async function readDownloadEnd(
  download: Blob,
): Promise<Incomplete | undefined> {
  const tail = await download.slice(-TAIL_BYTES).text();
  const last = tail.trimEnd().split('\n').at(-1) ?? '';
  const end = endOf(last);
  if (!end) return {};
  return end.complete ? undefined : { problems: end.problems };
}

function endOf(line: string) {
  try {
    return downloadEndSchema.safeParse(JSON.parse(line)).data?.end;
  } catch {
    // A line that was cut.
    return undefined;
  }
}
