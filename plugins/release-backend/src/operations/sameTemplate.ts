import { isDeepStrictEqual } from 'node:util';
import type { Deployment, ReplicaSet } from '../workload/objects';
import { templateOf } from './effects';

/** Whether a Deployment would make the same pods as a revision of it did. Both are whole, with all defaults filled in. */
export function sameTemplate(
  deployment: Deployment,
  replicaSet: ReplicaSet,
): boolean {
  return isDeepStrictEqual(
    plain(deployment.spec?.template),
    plain(templateOf(replicaSet)),
  );
}

/** Without what is empty: `{}` and nothing at all mean the same to the API server. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, item]) => [key, plain(item)] as const)
    .filter(([, item]) => item !== undefined && item !== null && !isEmpty(item))
    .sort(([a], [b]) => Number(a > b) - Number(a < b));
  return Object.fromEntries(entries);
}

function isEmpty(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 0
  );
}
