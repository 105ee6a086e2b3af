import { useApi } from '@backstage/core-plugin-api';
import { useLiveQuery } from '@pilothouse/pilothouse-react';
import type { LiveQueryResult } from '@pilothouse/pilothouse-react';
import {
  BEAT_CHANNEL,
  entityChannel,
  ROLLOUTS_CHANNEL,
} from '@pilothouse/plugin-release-common';
import type { ChangeList } from '@pilothouse/plugin-release-common';
import { rolloutApiRef } from '../api';
import { useServerClock } from '../time';
import { beginningOf } from './model/range';
import type { Range } from './model/range';

/** Lines on a page. */
const PAGE = 50;

/** Which lines of the ledger to show. */
export interface ChangesFilter {
  entityRef?: string;
  /** With those around the entity. */
  around?: boolean;
  /** Reference of a system. */
  system?: string;
  rolloutId?: string;
  /** Counted from now; `since` and `until` say it exactly. */
  range: Range;
  since?: string;
  until?: string;
}

/** One page of the ledger, the latest first, kept true. */
export function useChanges(
  filter: ChangesFilter,
  cursor?: string,
): LiveQueryResult<ChangeList> {
  const api = useApi(rolloutApiRef);
  const clock = useServerClock();
  const { range, since, until, ...rest } = filter;
  const isExact = since !== undefined || until !== undefined;
  return useLiveQuery({
    queryKey: ['release', 'changes', filter, cursor],
    queryFn: ({ signal }) =>
      api.listChanges(
        {
          ...rest,
          since: isExact ? since : beginningOf(range, clock()),
          until,
          cursor,
          limit: PAGE,
        },
        { signal },
      ),
    channels: [
      ...(filter.entityRef === undefined
        ? []
        : [entityChannel(filter.entityRef)]),
      ROLLOUTS_CHANNEL,
    ],
    beatChannel: BEAT_CHANNEL,
  });
}
