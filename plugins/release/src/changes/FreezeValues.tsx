import { HostileText } from '@pilothouse/pilothouse-react';
import type { Change } from '@pilothouse/plugin-release-common';
import { useFreezeWords } from '../freeze/useFreezeWords';
import tableStyles from '../deploy/table.module.css';
import { frozenBy } from './model/frozenBy';
import styles from './ChangesTable.module.css';

const MAX_TEXT = 200;

/** Whether a change made or ended a freeze. */
export function isFreezeChange({ action }: Change): boolean {
  return action === 'create-freeze' || action === 'end-freeze';
}

/** What a freeze covers and when, as a person would say it: its values one by one would be a riddle. */
export function FreezeValues({ change }: { change: Change }) {
  const words = useFreezeWords();
  const { scope, window, kind, reason } = frozenBy(change);
  const isOther = reason !== '' && reason !== change.reason;
  return (
    <ul className={styles.values}>
      <li>
        <HostileText value={words.scope(scope)} max={MAX_TEXT} />
      </li>
      <li className={tableStyles.dim}>
        <HostileText
          value={window ? words.rule(window) : words.kind(kind)}
          max={MAX_TEXT}
        />
      </li>
      {isOther && (
        <li className={tableStyles.dim}>
          <HostileText value={`“${reason}”`} max={MAX_TEXT} />
        </li>
      )}
    </ul>
  );
}
