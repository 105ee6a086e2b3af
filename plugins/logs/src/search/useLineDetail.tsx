import type { LogEntry } from '@pilothouse/plugin-logs-common';
import { useCallback } from 'react';
import type { ReactNode } from 'react';
import type { LogAddressState } from '../address/useLogAddress';
import { lineLink } from '../links/discoverLinks';
import { LineDetail } from '../list/LineDetail';
import { useEntityPaths } from '../tab/useEntityPaths';
import type { Scope } from './scope';

/** What is shown of a stored line that is opened. */
export function useLineDetail(
  entityRef: string,
  scope: Scope,
  state: LogAddressState,
): (entry: LogEntry) => ReactNode {
  const paths = useEntityPaths();
  const { set, searchOf } = state;
  return useCallback(
    (entry: LogEntry) => {
      const line = { source: entry.source, id: entry.id, at: entry.at };
      return (
        <LineDetail
          entry={entry}
          permalink={searchOf({ line, environment: scope.environment })}
          onContext={() => set({ line, environment: scope.environment })}
          discover={lineLink(scope, entry)}
          trace={entry.traceId ? paths.traceOf(entry.traceId) : undefined}
          onFilter={set}
        />
      );
    },
    // The paths change with the entity alone, and links with the targets.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `paths` is made anew by each render
    [entityRef, scope, set, searchOf],
  );
}
