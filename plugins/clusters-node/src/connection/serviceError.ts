import {
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
  toError,
} from '@backstage/errors';
import { ThrottledError } from './ThrottledError';
import { ApiError, ConnectionError, CredentialError } from './ApiError';

/** For a cluster that says only that it is too much. */
const RETRY_AFTER = 1_000;

/**
 * Words a failure for those who asked for something. A 401 of the cluster is our trouble, not theirs: as a 401 of the
 * portal it would sign them out.
 *
 * @param what - what was tried, such as `read the log of pod x`
 */
export function serviceError(
  cluster: string,
  what: string,
  error: unknown,
): Error {
  const failed = `Cluster ${cluster}: could not ${what}`;
  if (error instanceof ApiError) {
    // The cluster's own words say all: as a cause they would be said twice.
    const message = `${failed}: ${error.message}`;
    switch (error.code) {
      case 400:
      case 413:
      case 415:
      case 422:
        return new InputError(message);
      case 403:
        return new NotAllowedError(message);
      case 404:
      case 405:
        return new NotFoundError(message);
      case 429:
        return new ThrottledError(message, {
          retryAfterMs: error.retryAfterMs ?? RETRY_AFTER,
        });
      default:
        return new ServiceUnavailableError(message);
    }
  }
  if (error instanceof CredentialError) {
    // The strategy's own words may name more than a reader should see.
    return new ServiceUnavailableError(`${failed}: no credentials`);
  }
  if (error instanceof ConnectionError) {
    return new ServiceUnavailableError(`${failed}: ${error.message}`);
  }
  return new ServiceUnavailableError(failed, toError(error));
}
