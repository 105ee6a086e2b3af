import { EmptyState, RelativeTime } from '@pilothouse/pilothouse-react';
import type { Runbook } from '@pilothouse/plugin-runbooks-common';
import { EntityLink } from '../words/EntityLink';
import { useRunbookWords } from '../words/useRunbookWords';
import { AlertNames } from './AlertNames';
import { RunbookState } from './RunbookState';
import { RunbookTitle } from './RunbookTitle';
import { ServiceNames } from './ServiceNames';
import styles from './RunbookTable.module.css';

export interface RunbookTableProps {
  label: string;
  runbooks: readonly Runbook[];
  /** The server's time: ISO 8601. */
  now: string;
  /** The service whose tab it is: it need not be named in every row. */
  here?: string;
}

/** Runbooks, a row each, whatever languages they are in. */
export function RunbookTable(props: RunbookTableProps) {
  const { t } = useRunbookWords();
  const { label, runbooks, now, here } = props;
  if (runbooks.length === 0) return <EmptyState title={t('empty.filtered')} />;
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col" className={styles.runbook}>
            {t('column.runbook')}
          </th>
          <th scope="col" className={styles.state}>
            {t('column.state')}
          </th>
          <th scope="col" className={styles.alerts}>
            {t('column.alerts')}
          </th>
          <th scope="col" className={styles.services}>
            {t('column.services')}
          </th>
          <th scope="col" className={styles.kind}>
            {t('column.kind')}
          </th>
          <th scope="col" className={styles.changed}>
            {t('column.changed')}
          </th>
        </tr>
      </thead>
      <tbody>
        {runbooks.map(runbook => (
          <tr key={runbook.id}>
            <th scope="row">
              <RunbookTitle runbook={runbook} />
              {runbook.owner && (
                <span className={styles.owner}>
                  <EntityLink entityRef={runbook.owner} />
                </span>
              )}
            </th>
            <td>
              <RunbookState runbook={runbook} now={now} />
            </td>
            <td>
              <AlertNames alerts={runbook.alerts} />
            </td>
            <td>
              <ServiceNames services={runbook.services} here={here} />
            </td>
            <td>
              {runbook.kind && t(`kind.${runbook.kind}`)}
              {runbook.severity && (
                <span className={styles.second}>
                  {t(`severity.${runbook.severity}`)}
                </span>
              )}
            </td>
            <td className={styles.when}>
              {runbook.changedAt && <RelativeTime at={runbook.changedAt} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
