import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Select } from '@backstage/ui';
import { pilothouseReactTranslationRef } from '@pilothouse/pilothouse-react';
import type { Level } from '@pilothouse/plugin-logs-common';
import type { LogAddress } from '../address/logAddress';
import { useLogsTranslation } from '../words/useLogsTranslation';
import { AddFilter } from './AddFilter';
import { FilterChips } from './FilterChips';
import { LevelChips } from './LevelChips';
import { SearchBox } from './SearchBox';
import styles from './Filters.module.css';

const ROLES = ['all', 'release', 'canary'] as const;

export interface FilterBarProps {
  address: LogAddress;
  counts: Readonly<Record<Level, number>> | undefined;
  onChange(changes: Partial<LogAddress>): void;
}

/** Which lines are shown. */
export function FilterBar({ address, counts, onChange }: FilterBarProps) {
  const { t } = useLogsTranslation();
  const shared = useTranslationRef(pilothouseReactTranslationRef);
  return (
    <div className={styles.bar}>
      <SearchBox
        value={address.text}
        onSearch={text => {
          if (text !== address.text) onChange({ text });
        }}
      />
      <Select
        className={styles.role}
        size="small"
        aria-label={t('fact.role')}
        options={ROLES.map(value => ({
          value,
          label:
            value === 'all' ? t('filter.allRoles') : shared.t(`role.${value}`),
        }))}
        selectedKey={address.role ?? 'all'}
        onSelectionChange={key =>
          onChange({
            role: key === 'release' || key === 'canary' ? key : undefined,
          })
        }
      />
      <AddFilter address={address} onChange={onChange} />
      <div className={styles.row}>
        <LevelChips
          chosen={address.levels}
          counts={counts}
          onChange={levels => onChange({ levels })}
        />
        <FilterChips address={address} onChange={onChange} />
      </div>
    </div>
  );
}
