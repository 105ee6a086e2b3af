import { ApiError, ConnectionError } from '../connection/ApiError';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { TimeoutError } from '../connection/deadline';
import { isRecord } from '../projection/readers';
import { reviewAccess } from '../writes/reviewAccess';

const ANSWER_BYTES = 256 * 1024;

/**
 * Asks for the version, which every account may. Whatever the API server says, it answers; what a gateway says for it
 * does not count.
 *
 * @throws ConnectionError, ApiError (401, 5xx), CredentialError
 */
export async function probe(
  connection: ClusterConnection,
  timeoutMs: number,
): Promise<void> {
  try {
    await askVersion(connection, timeoutMs);
  } catch (error) {
    // A kept connection may have been closed just now; a new one knows better.
    if (!(error instanceof ConnectionError) || isTimeout(error)) throw error;
    await askVersion(connection, timeoutMs);
  }
}

async function askVersion(
  connection: ClusterConnection,
  timeoutMs: number,
): Promise<void> {
  try {
    const version = await connection.json(
      { method: 'GET', path: '/version', purpose: 'probe', timeoutMs },
      { maxBytes: ANSWER_BYTES },
    );
    if (!isRecord(version) || typeof version.gitVersion !== 'string') {
      throw notKubernetes();
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Every API server has a version; the one that says 404 is a gateway whose cluster has gone.
    if (error.code === 404) throw notKubernetes();
    if (error.code >= 500 || error.code === 401) throw error;
  }
}

function notKubernetes(): ApiError {
  return new ApiError({
    code: 502,
    message: 'something answers that is not Kubernetes',
  });
}

function isTimeout({ cause }: ConnectionError): boolean {
  return cause instanceof TimeoutError;
}

/** Whether our account may change Deployments, anywhere. */
export async function reviewWrites(
  connection: ClusterConnection,
  timeoutMs: number,
): Promise<boolean> {
  const access = {
    group: 'apps',
    resource: 'deployments',
    verb: 'patch',
  } as const;
  return reviewAccess(connection, access, { timeoutMs });
}
