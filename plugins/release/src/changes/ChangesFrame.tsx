import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { LiveBadge, Panel } from '@pilothouse/pilothouse-react';
import type { ReactNode } from 'react';
import { useCursorPages } from '../paging';
import { ServerClock } from '../time';
import { ChangesView } from './ChangesView';
import type { ChangesViewProps } from './ChangesView';
import { useChanges } from './queries';
import type { ChangesFilter } from './queries';
import { changesTranslationRef } from './translation/ref';

export interface ChangesFrameProps
  extends Pick<ChangesViewProps, 'here' | 'emptyHint' | 'emptyAction'> {
  filter: ChangesFilter;
  chips?: ReactNode;
  /** Ways to choose what is shown. */
  actions: ReactNode;
}

/** The part of the ledger that a filter lets through, page by page, kept true. */
export function ChangesFrame(props: ChangesFrameProps) {
  const { t } = useTranslationRef(changesTranslationRef);
  const { filter, chips, actions, ...view } = props;
  const pages = useCursorPages(JSON.stringify(filter));
  const changes = useChanges(filter, pages.cursor);
  return (
    <ServerClock now={changes.data?.now} receivedAt={changes.live.updatedAt}>
      <Panel
        title={t('title')}
        chips={
          <>
            <LiveBadge {...changes.live} />
            {chips}
          </>
        }
        actions={actions}
      >
        <ChangesView {...view} query={changes} pages={pages} />
      </Panel>
    </ServerClock>
  );
}
