import { ApiError, ConnectionError } from '../connection/ApiError';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { isRecord, type Reader } from '../projection/readers';
import { keyOf, type Identified } from './changes';
import { resourceVersionOf } from './resourceVersion';

const PAGE_SIZE = 500;
const PAGE_BYTES = 64 * 1024 * 1024;
/** Of one watch. */
const MOST_OBJECTS = 200_000;

export interface Listed<T> {
  objects: Map<string, T>;
  /** From where a watch goes on. */
  resourceVersion: string;
}

export interface ListOptions {
  path: string;
  pageTimeoutMs: number;
  signal: AbortSignal;
}

/**
 * Lists all of a kind, page by page; all pages are of the same moment.
 *
 * @throws ApiError 410 when the moment is too long ago before the last page came, 413 when there are too many
 */
export async function listObjects<T extends Identified>(
  connection: ClusterConnection,
  options: ListOptions & {
    project: Reader<T>;
    /** A page has come. */
    onPage: () => void;
  },
): Promise<Listed<T>> {
  const { project, onPage } = options;
  const objects = new Map<string, T>();
  // Not what is kept of them: pages that go round in a circle bring the same again and again.
  let count = 0;
  let token: string | undefined;
  for (;;) {
    const { page, items, resourceVersion } = await readPage(
      connection,
      options,
      { limit: PAGE_SIZE, token },
    );
    onPage();
    for (const item of items) {
      const object = project(item);
      if (object !== undefined) objects.set(keyOf(object), object);
    }
    count += items.length;
    assertFits(count);
    token = continueOf(page);
    if (!token) return { objects, resourceVersion };
  }
}

/**
 * The version that the cluster is at.
 *
 * @throws as {@link listObjects}
 */
export async function presentVersion(
  connection: ClusterConnection,
  options: ListOptions,
): Promise<string> {
  const { resourceVersion } = await readPage(connection, options, { limit: 1 });
  return resourceVersion;
}

/**
 * A cache that does not fit is refused as a whole: a part of it would be shown as all.
 *
 * @throws ApiError 413
 */
export function assertFits(count: number): void {
  if (count <= MOST_OBJECTS) return;
  throw new ApiError({
    code: 413,
    message: `there are more than ${MOST_OBJECTS} objects`,
  });
}

async function readPage(
  connection: ClusterConnection,
  { path, pageTimeoutMs, signal }: ListOptions,
  { limit, token }: { limit: number; token?: string },
) {
  const page = await connection.json(
    {
      method: 'GET',
      path,
      query: { limit: String(limit), continue: token },
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
  const items: unknown[] = page.items;
  return { page, items, resourceVersion };
}

function continueOf({ metadata }: Record<string, unknown>): string | undefined {
  if (!isRecord(metadata) || typeof metadata.continue !== 'string') {
    return undefined;
  }
  return metadata.continue || undefined;
}
