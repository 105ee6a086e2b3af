import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ChangeList } from '@pilothouse/plugin-release-common';
import tableStyles from '../deploy/table.module.css';
import { ChangeRow } from './ChangeRow';
import { changesTranslationRef } from './translation/ref';
import styles from './ChangesTable.module.css';

export interface ChangesTableProps {
  list: ChangeList;
  /** The entity on whose page the table stands: where it goes without saying it is not said. */
  here?: string;
}

/** Lines of the ledger: who did what, where, why, before and after, and what came of it. */
export function ChangesTable({ list, here }: ChangesTableProps) {
  const { t } = useTranslationRef(changesTranslationRef);
  return (
    <div className={tableStyles.scroll}>
      <table
        className={`${tableStyles.table} ${styles.table}`}
        aria-label={t('label')}
      >
        <thead>
          <tr>
            <th scope="col">{t('column.when')}</th>
            <th scope="col">{t('column.who')}</th>
            <th scope="col">{t('column.what')}</th>
            <th scope="col">{t('column.where')}</th>
            <th scope="col">{t('column.values')}</th>
            <th scope="col">{t('column.why')}</th>
            <th scope="col">{t('column.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {list.changes.map(change => (
            <ChangeRow key={change.id} change={change} here={here} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
