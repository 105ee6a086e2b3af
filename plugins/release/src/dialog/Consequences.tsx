import { HostileText } from '@pilothouse/pilothouse-react';
import styles from './ConfirmDialog.module.css';

/** As long as a reason may be, which is one of them. */
const MAX_LENGTH = 1_100;

/** What will come of it, line by line. */
export function Consequences({ texts }: { texts: readonly string[] }) {
  return (
    <ul className={styles.list}>
      {texts.map(text => (
        <li key={text}>
          <HostileText value={text} max={MAX_LENGTH} />
        </li>
      ))}
    </ul>
  );
}
