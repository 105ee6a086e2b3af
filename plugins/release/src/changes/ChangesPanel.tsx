import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Select, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { LiveBadge, Panel } from '@pilothouse/pilothouse-react';
import { useState } from 'react';
import { useCursorPages } from '../paging';
import { ServerClock } from '../time';
import { ChangesView } from './ChangesView';
import { parseRange, RANGES } from './model/range';
import type { Range } from './model/range';
import { useChanges } from './queries';
import { changesTranslationRef } from './translation/ref';
import styles from './ChangesTable.module.css';

/** Who changed what of an entity, or one hop around it: where to look first when something broke. */
export function ChangesPanel({ entityRef }: { entityRef: string }) {
  const { t } = useTranslationRef(changesTranslationRef);
  const [around, setAround] = useState(true);
  const [range, setRange] = useState<Range>('30m');
  const filter = { entityRef, range, ...(around && { around }) };
  const pages = useCursorPages(JSON.stringify(filter));
  const changes = useChanges(filter, pages.cursor);
  return (
    <ServerClock now={changes.data?.now} receivedAt={changes.live.updatedAt}>
      <Panel
        title={t('title')}
        chips={<LiveBadge {...changes.live} />}
        actions={
          <>
            <ToggleButtonGroup
              aria-label={t('around.label')}
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[around ? 'around' : 'here']}
              onSelectionChange={keys => setAround(keys.has('around'))}
            >
              <ToggleButton id="here">{t('around.here')}</ToggleButton>
              <ToggleButton id="around">{t('around.around')}</ToggleButton>
            </ToggleButtonGroup>
            <div className={styles.field}>
              <Select
                size="small"
                aria-label={t('range.label')}
                options={RANGES.map(value => ({
                  value,
                  label: t(`range.${value}`),
                }))}
                selectedKey={range}
                onSelectionChange={key =>
                  setRange(parseRange(`${key}`) ?? range)
                }
              />
            </div>
          </>
        }
      >
        <ChangesView
          query={changes}
          pages={pages}
          here={entityRef}
          emptyHint={t('empty.here')}
        />
      </Panel>
    </ServerClock>
  );
}
