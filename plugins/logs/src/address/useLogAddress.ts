import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  PARAMETERS,
  parseLogAddress,
  writeLogAddress,
  type LogAddress,
  type Parameter,
} from './logAddress';

/** What the tab shows: it stands in its address, so a link shows the same, and so does a reload. */
export interface LogAddressState {
  address: LogAddress;
  /** What in the address could not be used. */
  dropped: readonly Parameter[];
  /** Changes parts of it. The line that was looked at is left, unless it is given. */
  set(changes: Partial<LogAddress>): void;
  /** What stands behind the path for an address: for links and permalinks. */
  searchOf(changes: Partial<LogAddress>): string;
}

export function useLogAddress(): LogAddressState {
  const [params, setParams] = useSearchParams();
  const { address, dropped } = useMemo(() => parseLogAddress(params), [params]);
  const set = useCallback(
    (changes: Partial<LogAddress>) =>
      setParams(
        before => changed(before, { line: undefined, ...changes }),
        // Going back leads to where the reader came from, except from a line.
        { replace: changes.line === undefined },
      ),
    [setParams],
  );
  const searchOf = useCallback(
    (changes: Partial<LogAddress>) => `?${changed(params, changes)}`,
    [params],
  );
  return { address, dropped, set, searchOf };
}

function changed(
  before: URLSearchParams,
  changes: Partial<LogAddress>,
): URLSearchParams {
  const after = new URLSearchParams(before);
  const written = writeLogAddress({
    ...parseLogAddress(before).address,
    ...changes,
  });
  for (const name of PARAMETERS) {
    const value = written.get(name);
    if (value === null) after.delete(name);
    else after.set(name, value);
  }
  return after;
}
