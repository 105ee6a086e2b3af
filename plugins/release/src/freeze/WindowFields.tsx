import { Select, TextField } from '@backstage/ui';
import { WEEKDAYS } from '@pilothouse/plugin-release-common';
import { DateTimeField } from '../fields';
import type { FreezeDraft, Weekday } from './model/draft';
import { useFreezeWords } from './useFreezeWords';
import styles from './FreezesPage.module.css';

export interface WindowFieldsProps {
  draft: FreezeDraft;
  onChange(part: Partial<FreezeDraft>): void;
}

/** When a freeze holds: from one instant to another, or from one time of the week to another. */
export function WindowFields({ draft, onChange }: WindowFieldsProps) {
  const { t } = useFreezeWords();
  if (draft.kind === 'range') {
    return (
      <div className={styles.pair}>
        <DateTimeField
          label={t('create.from')}
          value={draft.from}
          isRequired
          onChange={from => onChange({ from })}
        />
        <DateTimeField
          label={t('create.to')}
          hint={t('create.toHint')}
          value={draft.to}
          onChange={to => onChange({ to })}
        />
      </div>
    );
  }
  const days = WEEKDAYS.map(value => ({ value, label: t(`day.${value}`) }));
  return (
    <>
      <div className={styles.pair}>
        <Select
          label={t('create.fromDay')}
          options={days}
          selectedKey={draft.fromDay}
          onSelectionChange={key =>
            onChange({ fromDay: weekdayOf(key, draft.fromDay) })
          }
        />
        <TextField
          label={t('create.fromTime')}
          value={draft.fromTime}
          onChange={fromTime => onChange({ fromTime })}
        />
        <Select
          label={t('create.toDay')}
          options={days}
          selectedKey={draft.toDay}
          onSelectionChange={key =>
            onChange({ toDay: weekdayOf(key, draft.toDay) })
          }
        />
        <TextField
          label={t('create.toTime')}
          value={draft.toTime}
          onChange={toTime => onChange({ toTime })}
        />
      </div>
      <TextField
        label={t('create.timezone')}
        description={t('create.timezoneHint')}
        value={draft.timezone}
        onChange={timezone => onChange({ timezone })}
      />
    </>
  );
}

function weekdayOf(key: unknown, otherwise: Weekday): Weekday {
  return WEEKDAYS.find(day => day === key) ?? otherwise;
}
