import {
  ApiError,
  ConnectionError,
  CredentialError,
} from '../connection/ApiError';

export interface RetryTimings {
  /** The first pause; each further one doubles, up to the longest. */
  backoffMs: number;
  longestBackoffMs: number;
  /** After 401. */
  refusedPauseMs: number;
  /** After 403 and 404. */
  forbiddenPauseMs: number;
}

/** How a watch goes on after a failure. */
export interface Retry {
  /** What we have is too old to go on from: it needs a new list. */
  relist: boolean;
  pauseMs: number;
  /** Whether news that the cluster is back end the pause. */
  wakes: boolean;
  /** It is not for us: forbidden, not served, or more than we can hold. */
  denied: boolean;
}

const LONGEST_RETRY_AFTER = 300_000;
const TOO_MANY_PAUSE = 300_000;
const DENIED = new Set([403, 404, 405]);

/**
 * Decides how to go on. Pure: `random` is from 0 to 1.
 *
 * @param failures - in a row, this one counted
 */
export function afterFailure(
  error: unknown,
  failures: number,
  timings: RetryTimings,
  random: number,
): Retry {
  const { backoffMs, longestBackoffMs } = timings;
  const ceiling = Math.min(
    backoffMs * 2 ** Math.min(failures - 1, 16),
    longestBackoffMs,
  );
  // Never less than half, so that a cluster that is down is left alone for a while by everybody.
  const backoff = ceiling * (0.5 + random / 2);
  const retry = { relist: false, wakes: true, denied: false };
  if (error instanceof CredentialError) {
    return { ...retry, pauseMs: timings.refusedPauseMs };
  }
  if (!(error instanceof ApiError)) {
    const relist = error instanceof ConnectionError && error.senseless;
    return { ...retry, relist, pauseMs: backoff };
  }
  if (error.code === 410) {
    // Many watches are too old at the same time: they come back spread out, and slower if it happens again.
    const pauseMs = failures > 1 ? backoff : random * backoffMs;
    return { ...retry, relist: true, pauseMs };
  }
  if (error.code === 401) {
    return { ...retry, pauseMs: timings.refusedPauseMs };
  }
  if (DENIED.has(error.code)) {
    return {
      relist: true,
      wakes: false,
      denied: true,
      pauseMs: timings.forbiddenPauseMs,
    };
  }
  if (error.code === 413) {
    // Listing them all again only to find that they are still too many costs the cluster a lot.
    return {
      relist: true,
      wakes: false,
      denied: true,
      pauseMs: TOO_MANY_PAUSE,
    };
  }
  if (error.retryAfterMs !== undefined) {
    const asked = Math.min(error.retryAfterMs, LONGEST_RETRY_AFTER);
    return { ...retry, wakes: false, pauseMs: Math.max(asked, backoff) };
  }
  return { ...retry, pauseMs: backoff };
}
