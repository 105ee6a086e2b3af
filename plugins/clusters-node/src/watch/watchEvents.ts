import { ApiError, ConnectionError } from '../connection/ApiError';
import type { Line } from '../connection/LineSplitter';
import { isRecord, type Reader } from '../projection/readers';
import type { ObjectEvent } from './changes';
import { resourceVersionOf } from './resourceVersion';

/** What a chunk of a watch says. */
export interface WatchNews<T> {
  events: ObjectEvent<T>[];
  /** Up to where we are now; moved by bookmarks too. */
  resourceVersion: string | undefined;
  /** Why the stream is over, if its last line says so. What came before it counts. */
  error?: ApiError | ConnectionError;
}

/** Reads the lines of a watch. Objects that cannot be read are left out, but time goes on. */
export function readWatchLines<T>(
  lines: readonly Line[],
  project: Reader<T>,
): WatchNews<T> {
  const news: WatchNews<T> = { events: [], resourceVersion: undefined };
  for (const line of lines) {
    const event = line.cut ? undefined : parsed(line.bytes);
    if (!isRecord(event)) {
      news.error = new ConnectionError('what it sent is no watch event', {
        sent: true,
        senseless: true,
      });
      return news;
    }
    const { type, object } = event;
    if (type === 'ERROR') {
      news.error = ApiError.fromEvent(object);
      return news;
    }
    news.resourceVersion = resourceVersionOf(object) ?? news.resourceVersion;
    if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') {
      const projected = project(object);
      if (projected !== undefined) {
        news.events.push({ type, object: projected });
      }
    }
  }
  return news;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
