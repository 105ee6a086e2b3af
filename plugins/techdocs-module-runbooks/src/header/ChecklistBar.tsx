import { Button } from '@backstage/ui';
import { RelativeTime } from '@pilothouse/pilothouse-react';
import { useChecklist } from '../checklist/useChecklist';
import { useHeaderWords } from './useHeaderWords';
import styles from './RunbookHeader.module.css';

/** How far the reader is with the task lists of the page; nothing where it has none. */
export function ChecklistBar() {
  const { t } = useHeaderWords();
  const checklist = useChecklist();
  if (!checklist) return null;
  const { done, total, since, reset } = checklist;
  return (
    <div className={styles.checklist}>
      <progress
        className={styles.progress}
        aria-label={t('checklist.label')}
        value={done}
        max={total}
      />
      <span role="status">
        {done === total
          ? t('checklist.all', { total: `${total}` })
          : t('checklist.progress', { done: `${done}`, total: `${total}` })}
      </span>
      {since === undefined ? (
        <span className={styles.second}>{t('checklist.local')}</span>
      ) : (
        <>
          <span className={styles.second}>
            {t('checklist.since')} <RelativeTime at={since} />
          </span>
          <Button size="small" variant="tertiary" onPress={reset}>
            {t('checklist.reset')}
          </Button>
        </>
      )}
    </div>
  );
}
