import { ApiError } from '../connection/ApiError';
import type { WatchCondition } from './WatchCondition';

/** There are more than we can hold, or than the cluster wants to send. */
export function isTooMuch(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 413;
}

/** Why a watch is denied; nothing for a kind that its cluster does not serve. */
export function whyDenied(
  error: unknown,
  { verb, resource }: { verb: 'list' | 'watch'; resource: string },
): Pick<WatchCondition, 'forbidden' | 'message'> {
  if (isTooMuch(error)) {
    return { message: `${resource} are not shown: ${error.message}` };
  }
  return error instanceof ApiError && error.code === 403
    ? { forbidden: verb }
    : {};
}
