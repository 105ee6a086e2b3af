import { Link } from 'react-router-dom';
import { useRunbookWords } from './useRunbookWords';
import styles from '../page/RunbooksIndex.module.css';

/** The template that writes a runbook. Its name is that of templates/runbook. */
const TEMPLATE = '/create/templates/default/runbook';

/** The way to write a runbook. */
export function CreateLink() {
  const { t } = useRunbookWords();
  return (
    <Link className={styles.create} to={TEMPLATE}>
      {t('empty.create')}
    </Link>
  );
}
