import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  PARAMETERS,
  parseTraceAddress,
  writeTraceAddress,
  type Parameter,
  type TraceAddress,
} from './traceAddress';

/** What the tab shows: it stands in its address, so a link shows the same, and so does a reload. */
export interface TraceAddressState {
  address: TraceAddress;
  /** What in the address could not be used. */
  dropped: readonly Parameter[];
  /** Changes parts of it. Another range of time is a step that "back" undoes. */
  set(changes: Partial<TraceAddress>): void;
}

export function useTraceAddress(): TraceAddressState {
  const [params, setParams] = useSearchParams();
  const { address, dropped } = useMemo(
    () => parseTraceAddress(params),
    [params],
  );
  const set = useCallback(
    (changes: Partial<TraceAddress>) =>
      setParams(before => changed(before, changes), {
        replace: changes.range === undefined,
        preventScrollReset: true,
      }),
    [setParams],
  );
  return { address, dropped, set };
}

function changed(
  before: URLSearchParams,
  changes: Partial<TraceAddress>,
): URLSearchParams {
  const after = new URLSearchParams(before);
  const written = writeTraceAddress({
    ...parseTraceAddress(before).address,
    ...changes,
  });
  for (const name of PARAMETERS) {
    const value = written[name];
    if (value === undefined) after.delete(name);
    else after.set(name, value);
  }
  return after;
}
