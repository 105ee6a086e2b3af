import { ConnectionError } from '../connection/ApiError';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { isRecord } from '../projection/readers';
import type { WriteAccess } from './types';

const ANSWER_BYTES = 256 * 1024;

/**
 * Asks the cluster whether our account may do something; without a namespace, in all of them. Every account may ask.
 *
 * @throws ApiError, ConnectionError, CredentialError
 */
export async function reviewAccess(
  connection: ClusterConnection,
  access: Omit<WriteAccess, 'namespace'> & { namespace?: string },
  options: { timeoutMs: number; signal?: AbortSignal },
): Promise<boolean> {
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: access },
  };
  const answer = await connection.json(
    {
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      body: { type: 'application/json', text: JSON.stringify(review) },
      purpose: 'review',
      ...options,
    },
    { maxBytes: ANSWER_BYTES },
  );
  if (!isRecord(answer) || !isRecord(answer.status)) {
    throw new ConnectionError('what it sent is no review', { sent: true });
  }
  return answer.status.allowed === true;
}
