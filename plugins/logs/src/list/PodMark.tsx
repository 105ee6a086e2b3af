import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { VisuallyHidden } from '@backstage/ui';
import {
  HostileText,
  pilothouseReactTranslationRef,
  revealedText,
} from '@pilothouse/pilothouse-react';
import type { LogEntry } from '@pilothouse/plugin-logs-common';
import styles from './LineRow.module.css';

/** Which pod wrote a line: what tells it from its siblings. A canary's is hatched, as everywhere. */
export function PodMark({ entry }: { entry: LogEntry }) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  const { pod = '', role, cluster } = entry;
  const title = [pod, role && t(`role.${role}`), cluster]
    .filter(part => part !== undefined && part !== '')
    .join(' · ');
  return (
    <span
      className={styles.pod}
      data-role={role}
      title={revealedText(title, 400)}
    >
      <HostileText value={shortName(pod)} max={24} />
      {role === 'canary' && <VisuallyHidden>{t('role.canary')}</VisuallyHidden>}
    </span>
  );
}

/** `7d9f8b6c5-t5r9v`: the name of the service is known. */
function shortName(pod: string): string {
  return /[a-z0-9]{1,10}-[a-z0-9]{5}$/.exec(pod)?.[0] ?? pod;
}
