import { RELATIVE_RANGES } from '@pilothouse/pilothouse-react';
import type { SearchRequest } from '@pilothouse/plugin-logs-common';
import type { LogAddress } from '../address/logAddress';
import type { Scope } from './scope';
import { plainSearchText } from './searchText';

/** Of a page of the list: a few screens. */
export const PAGE_LINES = 200;

/** The search that an address means; `undefined` while there is no target to search. */
export function searchRequestOf(
  entityRef: string,
  address: LogAddress,
  scope: Scope,
): SearchRequest | undefined {
  const { environment, chosen, clusters } = scope;
  const { range } = address;
  if (environment === undefined) return undefined;
  const some = <T>(values: T[]) => (values.length > 0 ? values : undefined);
  return {
    entityRef,
    environment,
    clusters: chosen.length < clusters.length ? chosen : undefined,
    ...('relative' in range
      ? { last: RELATIVE_RANGES[range.relative] }
      : range),
    text: plainSearchText(address.text) || undefined,
    levels: some(address.levels),
    pods: some(address.pods),
    role: address.role,
    version: address.version,
    traceId: address.traceId,
    order: address.order,
    limit: PAGE_LINES,
    histogram: true,
  };
}
