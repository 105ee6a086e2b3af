import { StateSign } from '@pilothouse/pilothouse-react';
import { troublesOf, type Runbook } from '@pilothouse/plugin-runbooks-common';
import { useRunbookWords } from '../words/useRunbookWords';
import styles from './RunbookTable.module.css';

/** The rest stands in the first page's own front matter. */
const MOST_FAULTS = 3;

export interface RunbookStateProps {
  runbook: Runbook;
  /** ISO 8601 */
  now: string;
}

/** Whether a runbook can be relied on: what is wrong with it, or until when it holds. */
export function RunbookState({ runbook, now }: RunbookStateProps) {
  const words = useRunbookWords();
  const { t } = words;
  const { faults, pages, reviewDue } = runbook;
  const troubles = troublesOf(runbook, now);
  const due = reviewDue && words.date(reviewDue);
  return (
    <div className={styles.states}>
      {troubles.includes('faults') && (
        <>
          <StateSign kind="failed">{t('state.faults')}</StateSign>
          <ul className={styles.faults}>
            {faults.slice(0, MOST_FAULTS).map(fault => (
              <li key={`${fault.path} ${fault.field} ${fault.code}`}>
                {pages.length > 1 && (
                  <>
                    <code>{fault.path}.md</code>{' '}
                  </>
                )}
                {words.fault(fault)}
              </li>
            ))}
          </ul>
        </>
      )}
      {troubles.includes('overdue') && due && (
        <StateSign kind="attention">
          {t('state.overdueSince', { date: due })}
        </StateSign>
      )}
      {troubles.includes('never-drilled') && (
        <StateSign kind="attention">{t('state.neverDrilled')}</StateSign>
      )}
      {troubles.length === 0 && (
        <StateSign kind="healthy">{t('state.good')}</StateSign>
      )}
      {!troubles.includes('overdue') && !troubles.includes('faults') && (
        <span className={styles.second}>
          {due ? t('state.due', { date: due }) : t('state.neverReviewed')}
        </span>
      )}
    </div>
  );
}
