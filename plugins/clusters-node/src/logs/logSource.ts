import { InputError } from '@backstage/errors';
import { assertLabel, assertSubdomain } from '../connection/names';
import type { PodLogRequest } from '../types';

const MOST_LINES = 5_000;
/** Of a log that is not followed. */
export const LOG_BYTES = 8 * 1024 * 1024;

/** The log of one container, as it is asked of the API server. */
export interface LogSource {
  path: string;
  query: Record<string, string | undefined>;
  follow: boolean;
  tailLines: number;
  /** For errors: what could not be done. */
  what: string;
}

/** @throws InputError for names that are none, and numbers out of bounds */
export function logSource(request: PodLogRequest): LogSource {
  const { namespace, pod, container, previous, tailLines } = request;
  assertLabel('namespace', namespace);
  assertSubdomain('pod name', pod);
  assertLabel('container name', container);
  if (!Number.isInteger(tailLines) || tailLines < 1 || tailLines > MOST_LINES) {
    throw new InputError(
      `tailLines must be a whole number from 1 to ${MOST_LINES}`,
    );
  }
  // A container that has ended says nothing more.
  const follow = Boolean(request.follow) && !previous;
  return {
    path: `/api/v1/namespaces/${namespace}/pods/${pod}/log`,
    query: {
      container,
      timestamps: 'true',
      tailLines: String(tailLines),
      ...(follow ? { follow: 'true' } : { limitBytes: String(LOG_BYTES) }),
      ...(previous && { previous: 'true' }),
    },
    follow,
    tailLines,
    what: `read the log of pod ${pod}`,
  };
}
