import { HostileText } from '@pilothouse/pilothouse-react';
import type { LastChange as Change } from '@pilothouse/plugin-release-common';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { Ago } from '../time';
import styles from './table.module.css';

const MAX_CHARACTERS = 40;

/** Who wrote last, as the cluster knows it: a program. */
export function LastChange({ change }: { change: Change }) {
  const { t } = useReleaseTranslation();
  const title = [
    t('environments.manager', { manager: change.manager }),
    ...change.fields.map(field => t(`environments.changed.${field}`)),
  ].join('\n');
  return (
    <span className={styles.change}>
      <span title={title} className={styles.ellipsis}>
        <HostileText value={change.manager} max={MAX_CHARACTERS} />
      </span>
      <span className={styles.dim}>
        <Ago at={change.at} />
      </span>
    </span>
  );
}
