import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Select } from '@backstage/ui';
import { RANGES } from './model/range';
import type { Range } from './model/range';
import { changesTranslationRef } from './translation/ref';
import styles from './ChangesTable.module.css';

const CUSTOM = 'custom';

export interface RangeSelectProps {
  selected: Range | typeof CUSTOM;
  onSelect(range: Range): void;
  /** Offers times of one's own, too. */
  onCustom?(): void;
}

/** How far back changes are shown. */
export function RangeSelect({
  selected,
  onSelect,
  onCustom,
}: RangeSelectProps) {
  const { t } = useTranslationRef(changesTranslationRef);
  const choices = onCustom ? ([...RANGES, CUSTOM] as const) : RANGES;
  return (
    <div className={styles.field}>
      <Select
        size="small"
        aria-label={t('range.label')}
        options={choices.map(value => ({ value, label: t(`range.${value}`) }))}
        selectedKey={selected}
        onSelectionChange={key => {
          const range = RANGES.find(value => value === key);
          if (range) onSelect(range);
          else onCustom?.();
        }}
      />
    </div>
  );
}
