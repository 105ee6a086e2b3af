import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Select } from '@backstage/ui';
import { Chip } from '@pilothouse/pilothouse-react';
import { useState } from 'react';
import { DateTimeField, useScopeOptions } from '../fields';
import type { ScopeOption } from '../fields';
import { nameOfRef } from '../fleet/model/nameOfRef';
import { ChangesFrame } from './ChangesFrame';
import { RangeSelect } from './RangeSelect';
import { changesTranslationRef } from './translation/ref';
import { useChangesAddress } from './useChangesAddress';
import type { ChangesAddress } from './useChangesAddress';
import styles from './ChangesTable.module.css';

/** Stands for no choice: a select needs a key. */
const ANY = '*';

/** The ledger: all changes that the reader may see, by service, system and time. */
export function ChangesPage() {
  const { t } = useTranslationRef(changesTranslationRef);
  const address = useChangesAddress();
  const { filter, isPlain, clear } = address;
  return (
    <ChangesFrame
      filter={filter}
      chips={
        filter.rolloutId !== undefined && <Chip>{t('filter.ofRollout')}</Chip>
      }
      actions={<Filters address={address} />}
      emptyHint={t('empty.page')}
      emptyAction={
        !isPlain && (
          <Button variant="secondary" onPress={clear}>
            {t('filter.clear')}
          </Button>
        )
      }
    />
  );
}

function Filters({ address }: { address: ChangesAddress }) {
  const { t } = useTranslationRef(changesTranslationRef);
  const options = useScopeOptions();
  const { filter, set, isPlain, clear } = address;
  const { entityRef = ANY, system = ANY, range, since, until } = filter;
  const [custom, setCustom] = useState(
    since !== undefined || until !== undefined,
  );
  const wrong = since !== undefined && until !== undefined && until < since;
  return (
    <div className={styles.tools}>
      <div className={styles.field}>
        <Select
          size="small"
          aria-label={t('filter.entity')}
          searchable
          searchPlaceholder={t('filter.search')}
          options={withAny(t('filter.anyEntity'), options.services, entityRef)}
          selectedKey={entityRef}
          onSelectionChange={key => set({ entityRef: chosen(key) })}
        />
      </div>
      <div className={styles.field}>
        <Select
          size="small"
          aria-label={t('filter.system')}
          options={withAny(t('filter.anySystem'), options.systems, system)}
          selectedKey={system}
          onSelectionChange={key => set({ system: chosen(key) })}
        />
      </div>
      <RangeSelect
        selected={custom ? 'custom' : range}
        onCustom={() => setCustom(true)}
        onSelect={value => {
          setCustom(false);
          set({ range: value, since: '', until: '' });
        }}
      />
      {custom && (
        <>
          <DateTimeField
            label={t('range.from')}
            value={since ?? ''}
            onChange={value => set({ since: value, range: 'all' })}
          />
          <DateTimeField
            label={t('range.to')}
            hint={wrong ? t('range.wrong') : undefined}
            value={until ?? ''}
            onChange={value => set({ until: value, range: 'all' })}
          />
        </>
      )}
      {!isPlain && (
        <Button variant="tertiary" size="small" onPress={clear}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}

function chosen(key: unknown): string {
  return key === ANY ? '' : `${key}`;
}

/** What the address names stays a choice, whether or not the fleet knows it. */
function withAny(
  label: string,
  options: readonly ScopeOption[],
  present: string,
): ScopeOption[] {
  const isKnown =
    present === ANY || options.some(({ value }) => value === present);
  return [
    { value: ANY, label },
    ...(isKnown ? [] : [{ value: present, label: nameOfRef(present) }]),
    ...options,
  ];
}
