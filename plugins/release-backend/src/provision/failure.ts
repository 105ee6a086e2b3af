import { isError } from '@backstage/errors';
import type { WriteOutcome } from '@pilothouse/plugin-clusters-node';
import {
  plainLine,
  type ProvisionError,
} from '@pilothouse/plugin-release-common';

const MOST_TEXT = 500;

/** What the clusters service throws where nothing was done. */
const CODES: ReadonlyMap<string, ProvisionError['code']> = new Map([
  ['NotAllowedError', 'refused'],
  ['NotFoundError', 'refused'],
  ['InputError', 'refused'],
  ['ThrottledError', 'unreachable'],
  ['ServiceUnavailableError', 'unreachable'],
]);

export function provisionError(
  code: ProvisionError['code'],
  message?: string,
): ProvisionError {
  return {
    code,
    params:
      message === undefined ? {} : { message: plainLine(message, MOST_TEXT) },
  };
}

/** What a cluster's refusal means for the answer. What no cluster says is a fault of ours, and thrown on. */
export function failureOf(error: unknown): ProvisionError {
  const code = isError(error) ? CODES.get(error.name) : undefined;
  if (!code || !isError(error)) throw error;
  return provisionError(code, error.message);
}

/** A write that was not made, or that nobody knows of. */
export function failureOfOutcome(
  outcome: Exclude<WriteOutcome<unknown>, { outcome: 'done' }>,
): ProvisionError {
  return provisionError(
    outcome.outcome === 'conflict' ? 'conflict' : 'unknown',
    outcome.message,
  );
}

/** After one of these the rest of a cluster is not tried: it would only take longer to fail. */
export function endsTheCluster({ code }: ProvisionError): boolean {
  return code === 'unreachable';
}

export function isNotFound(error: unknown): boolean {
  return isError(error) && error.name === 'NotFoundError';
}
