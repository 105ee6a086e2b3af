import { collectionPath } from '../connection/names';
import { serviceError } from '../connection/serviceError';
import type { Reader } from '../projection/readers';
import type { Identified } from '../watch/changes';
import { listObjects } from '../watch/listObjects';
import type { WriterOptions } from './sendWrite';
import type { WritableKind } from './types';

/** For all pages together. */
const MOST_MS = 30_000;

/**
 * Reads all objects of a kind, of the whole cluster, page by page.
 *
 * @throws NotFoundError where the cluster does not serve the kind; NotAllowedError, ServiceUnavailableError
 */
export async function readObjects<T extends Identified>(
  { cluster, connection, timeoutMs }: WriterOptions,
  kind: WritableKind,
  project: Reader<T>,
  signal?: AbortSignal,
): Promise<readonly T[]> {
  const late = AbortSignal.timeout(MOST_MS);
  try {
    const { objects } = await listObjects(connection, {
      path: collectionPath({ ...kind, namespaced: false }, undefined),
      pageTimeoutMs: timeoutMs,
      signal: signal ? AbortSignal.any([signal, late]) : late,
      project,
      onPage: () => {},
    });
    return [...objects.values()];
  } catch (error) {
    throw serviceError(cluster, `list ${kind.plural}`, error);
  }
}
