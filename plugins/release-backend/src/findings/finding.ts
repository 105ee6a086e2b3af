import type { Finding } from '@pilothouse/plugin-release-common';
import { capped } from '../workload/objects';

/** Names and messages come from clusters and registries, which write what they like. */
const MOST_TEXT = 500;

/** One finding, as the checks that find one or nothing return it. */
export function finding(
  severity: Finding['severity'],
  code: string,
  params: Finding['params'] = {},
): Finding[] {
  const short = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'string' ? capped(value, MOST_TEXT) : value,
  ]);
  return [{ severity, code, params: Object.fromEntries(short) }];
}
