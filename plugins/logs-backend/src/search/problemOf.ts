import { isError } from '@backstage/errors';
import { OutsideError, type OutsideFault } from '@pilothouse/pilothouse-node';
import type { LOG_PROBLEMS } from '@pilothouse/plugin-logs-common';
import type { Message } from '@pilothouse/plugin-release-common';
import { errorSchema } from '../store/answers';

export type ProblemCode = (typeof LOG_PROBLEMS)[number];

export function problem(
  code: ProblemCode,
  params: Record<string, string | number> = {},
): Message {
  return { code, params };
}

const BY_FAULT: Readonly<Record<OutsideFault, ProblemCode>> = {
  timeout: 'timeout',
  unreachable: 'away',
  open: 'away',
  unauthorized: 'refused',
  forbidden: 'forbidden',
  throttled: 'throttled',
  failed: 'unexpected',
  redirected: 'unexpected',
  'too-large': 'too-large',
  broken: 'unexpected',
};

const ALL_SHARDS = 'search_phase_execution_exception';

const BY_TYPE: Readonly<Record<string, ProblemCode>> = {
  index_not_found_exception: 'no-index',
  [ALL_SHARDS]: 'no-shards',
  circuit_breaking_exception: 'throttled',
  es_rejected_execution_exception: 'throttled',
  cluster_block_exception: 'away',
  master_not_discovered_exception: 'away',
};

/**
 * What of a source went wrong, for a screen. Never what it answered: that is for the log of the portal.
 *
 * @throws what is a fault of ours
 */
export function problemOf(source: string, error: unknown): Message {
  if (isError(error) && /^(Timeout|Abort)Error$/.test(error.name)) {
    return problem('timeout', { source });
  }
  if (!(error instanceof OutsideError)) throw error;
  return problem(codeOf(error, typeSaid(error.body)), { source });
}

function codeOf(
  { fault, status = 0 }: OutsideError,
  type: string | undefined,
): ProblemCode {
  if (fault !== 'failed') return BY_FAULT[fault];
  // Below 500 it says that the question is wrong, which is ours.
  const isOurs = type === ALL_SHARDS && status < 500;
  if (type && BY_TYPE[type] && !isOurs) return BY_TYPE[type];
  return [502, 503, 504].includes(status) ? 'away' : BY_FAULT.failed;
}

function typeSaid(body: string | undefined): string | undefined {
  if (!body) return undefined;
  try {
    return errorSchema.safeParse(JSON.parse(body)).data?.error.type;
  } catch {
    // Cut off, or not JSON.
    return /"type"\s?:\s?"(\w{1,100})"/.exec(body)?.[1];
  }
}
