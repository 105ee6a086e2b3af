import { EntityLink } from '../words/EntityLink';
import { nameOf } from '../words/nameOf';
import { useRunbookWords } from '../words/useRunbookWords';
import styles from './RunbookTable.module.css';

const MOST = 2;
const EVERYTHING = '*';

export interface ServiceNamesProps {
  /** References of entities; `*` for all. */
  services: readonly string[];
  /** Comes first where it is among them. */
  here?: string;
}

/** What a runbook is for, each with its way there. */
export function ServiceNames({ services, here }: ServiceNamesProps) {
  const { t } = useRunbookWords();
  if (services.includes(EVERYTHING)) return <>{t('everyService')}</>;
  const sorted = services.toSorted(
    (a, b) => Number(b === here) - Number(a === here),
  );
  const rest = sorted.slice(MOST);
  const said = t('more', {
    number: `${rest.length}`,
    names: rest.map(nameOf).join(', '),
  });
  return (
    <ul className={styles.names}>
      {sorted.slice(0, MOST).map(service => (
        <li key={service}>
          <EntityLink entityRef={service} />
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
