import type { TimeRange } from '@pilothouse/pilothouse-react';
import type { TraceQuery } from '@pilothouse/plugin-skywalking-common';
import type { TraceAddress } from '../address/traceAddress';

/** A trace by its id is looked for in all of this, unless the address says when. */
const SEARCHED: TimeRange = { relative: '7d' };

export function searchedRange(range: TimeRange): TimeRange {
  return 'relative' in range ? SEARCHED : range;
}

/** What of an address says which traces. */
export function traceFilter(
  address: TraceAddress,
): Omit<TraceQuery, 'entityRef' | 'environment'> {
  const { traceId, state, order } = address;
  // An id says it all; other filters would only hide the trace.
  if (traceId !== undefined) return { traceId };
  return {
    state,
    order,
    minDuration: address.minDuration,
    maxDuration: address.maxDuration,
    endpointId: address.endpointId,
    instanceId: address.instanceId,
    role: address.role,
  };
}

/** Whether anything narrows the list. */
export function isFiltered(address: TraceAddress): boolean {
  const {
    state,
    order: _,
    ...rest
  } = traceFilter({
    ...address,
    traceId: undefined,
  });
  return (
    state !== 'all' ||
    address.traceId !== undefined ||
    Object.values(rest).some(value => value !== undefined)
  );
}
