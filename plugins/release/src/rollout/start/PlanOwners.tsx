import { HostileText } from '@pilothouse/pilothouse-react';
import type { PlanOwner } from '@pilothouse/plugin-release-common';
import tableStyles from '../../deploy/table.module.css';
import { Ago } from '../../time';
import { useRolloutWords } from '../words/useRolloutWords';
import { placeOf } from '../words/values';
import styles from './StartDialog.module.css';

/** Who owns what a rollout writes: by starting it, exactly these lose exactly that. */
export function PlanOwners({ owners }: { owners: readonly PlanOwner[] }) {
  const { t } = useRolloutWords();
  if (owners.length === 0) return null;
  return (
    <section aria-label={t('start.owners')}>
      <h3>{t('start.owners')}</h3>
      <p className={styles.dim}>{t('start.ownersHint')}</p>
      <div className={tableStyles.scroll}>
        <table className={tableStyles.table} aria-label={t('start.owners')}>
          <thead>
            <tr>
              <th scope="col">{t('start.manager')}</th>
              <th scope="col">{t('start.where')}</th>
              <th scope="col">{t('start.fields')}</th>
              <th scope="col">{t('start.since')}</th>
            </tr>
          </thead>
          <tbody>
            {owners.map(owner => (
              <tr key={`${owner.workloadId} ${owner.role} ${owner.manager}`}>
                <th scope="row" className={tableStyles.mono}>
                  <HostileText value={owner.manager} max={80} />
                </th>
                <td className={tableStyles.nowrap}>
                  {placeOf(owner.workloadId)} · {t(`role.${owner.role}`)}
                </td>
                <td className={tableStyles.mono}>
                  <HostileText value={owner.fields.join(', ')} max={300} />
                </td>
                <td className={tableStyles.nowrap}>
                  {owner.at === undefined ? '–' : <Ago at={owner.at} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
