import { HostileText } from '@pilothouse/pilothouse-react';
import { useRunbookWords } from '../words/useRunbookWords';
import styles from './RunbookTable.module.css';

const MOST = 2;

/** Names of alerts, as they stand in Alertmanager. */
export function AlertNames({ alerts }: { alerts: readonly string[] }) {
  const { t } = useRunbookWords();
  if (alerts.length === 0) {
    return <span className={styles.second}>{t('none')}</span>;
  }
  const rest = alerts.slice(MOST);
  const said = t('more', {
    number: `${rest.length}`,
    names: rest.join(', '),
  });
  return (
    <ul className={styles.names}>
      {alerts.slice(0, MOST).map(alert => (
        <li key={alert} className={styles.alert}>
          <HostileText value={alert} max={60} />
        </li>
      ))}
      {rest.length > 0 && (
        <li className={styles.rest} title={said} aria-label={said}>
          +{rest.length}
        </li>
      )}
    </ul>
  );
}
