import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  HostileText,
  pilothouseReactTranslationRef,
} from '@pilothouse/pilothouse-react';
import type { LogEntry } from '@pilothouse/plugin-logs-common';
import type { ReactNode } from 'react';
import type { LogAddress } from '../address/logAddress';
import { useLogsTranslation } from '../words/useLogsTranslation';
import styles from './LineDetail.module.css';

/** Changes the search. */
export type FilterByLine = (
  changes: Pick<
    Partial<LogAddress>,
    'pods' | 'role' | 'version' | 'traceId' | 'clusters'
  >,
) => void;

export interface LineFactsProps {
  entry: LogEntry;
  onFilter?: FilterByLine;
}

/** What is known of a line, each a way to lines like it. */
export function LineFacts({ entry, onFilter }: LineFactsProps) {
  const { t } = useLogsTranslation();
  const shared = useTranslationRef(pilothouseReactTranslationRef);
  const { pod, role, version, traceId, cluster } = entry;
  const rows: [string, string | undefined, (() => void)?][] = [
    [t('fact.time'), entry.at],
    [
      t('fact.cluster'),
      cluster,
      cluster ? () => onFilter?.({ clusters: [cluster] }) : undefined,
    ],
    [t('fact.namespace'), entry.namespace],
    [t('fact.pod'), pod, pod ? () => onFilter?.({ pods: [pod] }) : undefined],
    [t('fact.container'), entry.container],
    [
      t('fact.role'),
      role && shared.t(`role.${role}`),
      role ? () => onFilter?.({ role }) : undefined,
    ],
    [
      t('fact.version'),
      version,
      version ? () => onFilter?.({ version }) : undefined,
    ],
    [
      t('fact.traceId'),
      traceId,
      traceId ? () => onFilter?.({ traceId }) : undefined,
    ],
    [t('fact.source'), entry.source],
  ];
  return (
    <>
      <dl className={styles.facts}>
        {rows.map(([name, value, filter]) =>
          value ? (
            <Fact key={name} name={name}>
              <HostileText value={value} />
              {filter && onFilter && (
                <button
                  type="button"
                  className={styles.only}
                  aria-label={t('fact.onlyThis', { name })}
                  onClick={filter}
                >
                  {t('fact.only')}
                </button>
              )}
            </Fact>
          ) : null,
        )}
      </dl>
      <dl className={styles.fields}>
        {Object.entries(entry.fields ?? {}).map(([name, value]) => (
          <Fact
            key={`field ${name}`}
            name={<HostileText value={name} max={80} />}
          >
            <HostileText value={value} max={2_000} />
          </Fact>
        ))}
      </dl>
    </>
  );
}

function Fact(props: { name: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
