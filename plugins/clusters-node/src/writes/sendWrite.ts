import { ServiceUnavailableError } from '@backstage/errors';
import { ApiError, ConnectionError } from '../connection/ApiError';
import type { ApiRequest } from '../connection/ApiRequest';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { serviceError } from '../connection/serviceError';
import { isRecord } from '../projection/readers';
import { fieldConflicts } from './fieldConflicts';
import type { ConflictReason, WriteOutcome } from './types';

/** Of one whole object. */
export const ANSWER_BYTES = 8 * 1024 * 1024;

export interface WriteRequest {
  /** For errors: what is tried, such as `apply Deployment shop`. */
  what: string;
  method: 'PATCH' | 'POST' | 'DELETE';
  path: string;
  query?: ApiRequest['query'];
  /** The content type of the body. */
  type: string;
  body: unknown;
  signal?: AbortSignal;
}

/** Sends one write, once, and tells what is known of it afterwards. */
export async function sendWrite(
  { cluster, connection, timeoutMs }: WriterOptions,
  { what, method, path, query, type, body, signal }: WriteRequest,
): Promise<WriteOutcome<Record<string, unknown>>> {
  if (signal?.aborted) {
    throw new ServiceUnavailableError(`Given up before: ${what}`);
  }
  try {
    const answer = await connection.json(
      {
        method,
        path,
        query,
        body: { type, text: JSON.stringify(body) },
        purpose: 'write',
        timeoutMs,
        signal,
      },
      { maxBytes: ANSWER_BYTES },
    );
    if (!isRecord(answer)) return unknown(what, 'the answer is no object');
    return { outcome: 'done', object: answer };
  } catch (error) {
    return outcomeOf(cluster, what, error);
  }
}

export interface WriterOptions {
  cluster: string;
  connection: ClusterConnection;
  timeoutMs: number;
}

function outcomeOf(
  cluster: string,
  what: string,
  error: unknown,
): WriteOutcome<never> {
  if (error instanceof ApiError) {
    const reason = conflictOf(error);
    if (reason) {
      return {
        outcome: 'conflict',
        reason,
        message: error.message,
        managers: fieldConflicts(error),
      };
    }
    // 5xx may come from a gateway or a timeout behind a write that was made.
    if (error.code >= 500) return unknown(what, error.message);
  }
  if (error instanceof ConnectionError && error.sent) {
    return unknown(what, error.message);
  }
  throw serviceError(cluster, what, error);
}

/** An object that has another uid by now is told as a change of what cannot be changed. */
function conflictOf(error: ApiError): ConflictReason | undefined {
  const { code, causes } = error;
  if (code === 422 && causes.some(({ field }) => field === 'metadata.uid')) {
    return 'changed';
  }
  if (code !== 409) return undefined;
  if (error.reason === 'AlreadyExists') return 'exists';
  return fieldConflicts(error).length > 0 ? 'owned' : 'changed';
}

function unknown(what: string, why: string): WriteOutcome<never> {
  return {
    outcome: 'unknown',
    message: `It is not known whether this was done: ${what} (${why})`,
  };
}
