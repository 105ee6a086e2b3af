import { isError } from '@backstage/errors';
import { ThrottledError, type Cluster } from '@pilothouse/plugin-clusters-node';
import type { Message } from '@pilothouse/plugin-release-common';
import type { WriteGoal } from '../events';

/**
 * Words of an API server about an account that lacks a right. Admission rules and quotas refuse with the same status, in
 * words of their own, and no grant helps against them.
 */
const LACKS_RIGHT = /\bcannot [a-z]+ resource\b/;

/** What an account needs for each kind of write. */
const RIGHTS: Record<WriteGoal['kind'], { verb: string; resource: string }> = {
  'create-canary': { verb: 'create', resource: 'deployments' },
  'set-canary-image': { verb: 'patch', resource: 'deployments' },
  'scale-canary': { verb: 'patch', resource: 'deployments/scale' },
  promote: { verb: 'patch', resource: 'deployments' },
  revert: { verb: 'patch', resource: 'deployments' },
  fence: { verb: 'patch', resource: 'deployments' },
};

/**
 * Why a cluster did not do a write, as one of `STUCK_REASONS`; what else it says is told in its own words.
 *
 * @param error - of the clusters service, with which nothing was changed
 */
export function refusalOf(
  error: unknown,
  { kind }: WriteGoal,
  cluster: Pick<Cluster, 'name' | 'health'>,
): Message | undefined {
  if (!isError(error)) return undefined;
  const params = { cluster: cluster.name };
  if (error instanceof ThrottledError) {
    const seconds = Math.ceil(error.retryAfterMs / 1000);
    return { code: 'throttled', params: { ...params, seconds } };
  }
  switch (error.name) {
    case 'NotAllowedError':
      return LACKS_RIGHT.test(error.message)
        ? { code: 'forbidden', params: { ...params, ...RIGHTS[kind] } }
        : undefined;
    case 'ServiceUnavailableError':
      return cluster.health().status === 'unauthorized'
        ? { code: 'credentials-refused', params }
        : awayReason(cluster.name);
    default:
      return undefined;
  }
}

/** Why a Deployment could not be read from its cluster, as one of `STUCK_REASONS`. */
export function readRefusalOf(
  error: unknown,
  cluster: Pick<Cluster, 'name' | 'health'>,
): Message {
  const params = { cluster: cluster.name };
  // Nothing but a lack of the right keeps anybody from reading.
  if (isError(error) && error.name === 'NotAllowedError') {
    const right = { verb: 'get', resource: 'deployments' };
    return { code: 'forbidden', params: { ...params, ...right } };
  }
  return cluster.health().status === 'unauthorized'
    ? { code: 'credentials-refused', params }
    : awayReason(cluster.name);
}

/** It has only just been found out: how long it has been so is not known. */
export function awayReason(cluster: string): Message {
  return { code: 'cluster-away', params: { cluster, seconds: 0 } };
}
