import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { Docs } from './Docs';
import { DocsError, type DocsReason } from './DocsError';
import type { DocsLimits } from './limits';
import { isWanted, pagesOf } from './siteOf';

/**
 * Reads the documentation in a repository, with the portal's own integration.
 *
 * @returns nothing when it is as it was
 * @throws DocsError
 */
export async function readRepository(
  url: string,
  options: {
    reader: Pick<UrlReaderService, 'readTree'>;
    etag?: string;
    limits: DocsLimits;
    signal: AbortSignal;
  },
): Promise<Docs | undefined> {
  const { reader, etag, limits, signal } = options;
  let pages = 0;
  let bytes = 0;
  let isCut = false;
  /** Is asked for every file of the archive, before it is unpacked. */
  const filter = (path: string, info?: { size: number }): boolean => {
    if (!isWanted(path)) return false;
    const size = info?.size ?? 0;
    const fits =
      size <= limits.pageBytes &&
      bytes + size <= limits.bytes &&
      pages < limits.pages;
    if (!fits) isCut = true;
    else {
      pages += 1;
      bytes += size;
    }
    return fits;
  };
  try {
    const tree = await reader.readTree(url, { etag, filter, signal });
    const files = await Promise.all(
      (
        await tree.files()
      ).map(async ({ path, content, lastModifiedAt }) => ({
        path,
        text: (await content()).subarray(0, limits.pageBytes).toString('utf8'),
        changedAt: lastModifiedAt?.getTime(),
      })),
    );
    return { pages: pagesOf(files), isCut, etag: tree.etag };
  } catch (error) {
    if (isError(error) && error.name === 'NotModifiedError') return undefined;
    throw new DocsError(reasonOf(error, signal), error);
  }
}

/** Readers tell a status by the class of the error, or in its text. */
function reasonOf(error: unknown, signal: AbortSignal): DocsReason {
  if (signal.aborted) return 'timeout';
  if (!isError(error)) return 'failed';
  const { name, message } = error;
  if (name === 'NotFoundError' || /\b404\b/.test(message)) return 'not-found';
  if (
    name === 'NotAllowedError' ||
    name === 'AuthenticationError' ||
    /\b40[13]\b/.test(message)
  ) {
    return 'refused';
  }
  return 'failed';
}
