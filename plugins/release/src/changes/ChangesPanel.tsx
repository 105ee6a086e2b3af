import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useState } from 'react';
import { ChangesFrame } from './ChangesFrame';
import type { Range } from './model/range';
import { RangeSelect } from './RangeSelect';
import { changesTranslationRef } from './translation/ref';

/** Who changed what of an entity, or one hop around it: where to look first when something broke. */
export function ChangesPanel({ entityRef }: { entityRef: string }) {
  const { t } = useTranslationRef(changesTranslationRef);
  const [around, setAround] = useState(true);
  const [range, setRange] = useState<Range>('30m');
  const filter = { entityRef, range, ...(around && { around }) };
  return (
    <ChangesFrame
      filter={filter}
      here={entityRef}
      emptyHint={t('empty.here')}
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
          <RangeSelect selected={range} onSelect={setRange} />
        </>
      }
    />
  );
}
