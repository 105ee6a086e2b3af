import { ApiError, ConnectionError } from '../connection/ApiError';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { isRecord, type Reader } from '../projection/readers';
import { keyOf, type Identified } from './changes';
import { resourceVersionOf } from './watchEvents';

const PAGE_SIZE = 500;
const PAGE_BYTES = 64 * 1024 * 1024;
/** A cache that does not fit is refused as a whole: a part of it would be shown as all. */
const MOST_OBJECTS = 200_000;

export interface Listed<T> {
  objects: Map<string, T>;
  /** From where a watch goes on. */
  resourceVersion: string;
}

/**
 * Lists all of a kind, page by page; all pages are of the same moment.
 *
 * @throws ApiError 410 when the moment is too long ago before the last page came
 */
export async function listObjects<T extends Identified>(
  connection: ClusterConnection,
  options: {
    path: string;
    project: Reader<T>;
    pageTimeoutMs: number;
    signal: AbortSignal;
  },
): Promise<Listed<T>> {
  const { path, project, pageTimeoutMs, signal } = options;
  const objects = new Map<string, T>();
  let token: string | undefined;
  for (;;) {
    const page = await connection.json(
      {
        method: 'GET',
        path,
        query: { limit: String(PAGE_SIZE), continue: token },
        purpose: 'list',
        timeoutMs: pageTimeoutMs,
        signal,
      },
      { maxBytes: PAGE_BYTES },
    );
    const resourceVersion = resourceVersionOf(page);
    if (!isRecord(page) || !Array.isArray(page.items) || !resourceVersion) {
      throw new ConnectionError('what it sent is no list', { sent: true });
    }
    for (const item of page.items) {
      const object = project(item);
      if (object !== undefined) objects.set(keyOf(object), object);
    }
    token = continueOf(page);
    if (!token) return { objects, resourceVersion };
    if (objects.size >= MOST_OBJECTS) {
      throw new ApiError({
        code: 413,
        message: `there are more than ${MOST_OBJECTS} objects`,
      });
    }
  }
}

function continueOf({ metadata }: Record<string, unknown>): string | undefined {
  if (!isRecord(metadata) || typeof metadata.continue !== 'string') {
    return undefined;
  }
  return metadata.continue || undefined;
}
