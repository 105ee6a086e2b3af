import { ServiceUnavailableError } from '@backstage/errors';
import { objectPath } from '../connection/names';
import { serviceError } from '../connection/serviceError';
import { isRecord } from '../projection/readers';
import { ANSWER_BYTES, type WriterOptions } from './sendWrite';
import type { WritableKind } from './types';

/**
 * Reads one object as the cluster has it now.
 *
 * @throws InputError for names that are none; NotFoundError, NotAllowedError, ServiceUnavailableError
 */
export async function readObject(
  { cluster, connection, timeoutMs }: WriterOptions,
  kind: WritableKind,
  target: { namespace?: string; name: string },
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  const what = `read ${kind.kind} ${target.name}`;
  const path = objectPath(kind, target);
  let answer: unknown;
  try {
    answer = await connection.json(
      { method: 'GET', path, purpose: 'read', timeoutMs, signal },
      { maxBytes: ANSWER_BYTES },
    );
  } catch (error) {
    throw serviceError(cluster, what, error);
  }
  if (!isRecord(answer) || !isRecord(answer.metadata)) {
    throw new ServiceUnavailableError(
      `Cluster ${cluster}: could not ${what}: the answer is no object`,
    );
  }
  return answer;
}
