import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  HostileText,
  pilothouseReactTranslationRef,
} from '@pilothouse/pilothouse-react';
import { RiCloseLine } from '@remixicon/react';
import type { LogAddress } from '../address/logAddress';
import { useLogsTranslation } from '../words/useLogsTranslation';
import styles from './Filters.module.css';

export interface FilterChipsProps {
  address: LogAddress;
  onChange(changes: Partial<LogAddress>): void;
}

/** What the search is narrowed to, each of which can be taken away. */
export function FilterChips({ address, onChange }: FilterChipsProps) {
  const { t } = useLogsTranslation();
  const shared = useTranslationRef(pilothouseReactTranslationRef);
  const { pods, role, version, traceId } = address;
  const chips: { name: string; value: string; without: Partial<LogAddress> }[] =
    pods.map(pod => ({
      name: t('fact.pod'),
      value: pod,
      without: { pods: pods.filter(each => each !== pod) },
    }));
  if (role) {
    chips.push({
      name: t('fact.role'),
      value: shared.t(`role.${role}`),
      without: { role: undefined },
    });
  }
  if (version) {
    chips.push({
      name: t('fact.version'),
      value: version,
      without: { version: undefined },
    });
  }
  if (traceId) {
    chips.push({
      name: t('fact.traceId'),
      value: traceId,
      without: { traceId: undefined },
    });
  }
  if (chips.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label={t('filter.active')}>
      {chips.map(({ name, value, without }) => (
        <li key={`${name} ${value}`} className={styles.chip}>
          <span className={styles.chipName}>{name}</span>
          <HostileText value={value} max={60} />
          <button
            type="button"
            className={styles.remove}
            aria-label={t('filter.remove', { name, value })}
            onClick={() => onChange(without)}
          >
            <RiCloseLine size={14} />
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button
            type="button"
            className={styles.clear}
            onClick={() =>
              onChange({
                pods: [],
                role: undefined,
                version: undefined,
                traceId: undefined,
              })
            }
          >
            {t('filter.clear')}
          </button>
        </li>
      )}
    </ul>
  );
}
