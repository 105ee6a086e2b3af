import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Chip, HostileText } from '@pilothouse/pilothouse-react';
import type { ClusterCondition } from '@pilothouse/plugin-release-common';
import { troubleSince } from '../deploy/silence';
import { useServerAge } from '../time';
import { fleetTranslationRef } from './translation/ref';
import styles from './ClusterChip.module.css';

export interface ClusterChipProps {
  condition: ClusterCondition;
  /** It has not told what runs there. */
  unread: boolean;
}

const TONES = {
  connecting: 'neutral',
  stale: 'warning',
  unreachable: 'unknown',
  unauthorized: 'negative',
  unsupported: 'warning',
} as const;

/** What is wrong with a cluster: `No answer for 38 s`. Nothing while it is live. */
export function ClusterChip(props: ClusterChipProps) {
  const { t } = useTranslationRef(fleetTranslationRef);
  const { condition, unread } = props;
  const { status, forbidden } = condition;
  const duration = useServerAge(troubleSince(condition));
  if (status === 'live' && forbidden.length === 0 && !unread) return null;
  return (
    <span className={styles.place}>
      {status === 'live' && forbidden.length === 0 && (
        <Chip>{t('cluster.notRead')}</Chip>
      )}
      {status === 'live' && forbidden.length > 0 && (
        <Chip tone="warning">
          <HostileText
            max={80}
            value={t('cluster.forbidden', {
              what: `${forbidden[0].verb} ${forbidden[0].resource}`,
            })}
          />
        </Chip>
      )}
      {status !== 'live' && (
        <Chip tone={TONES[status]} title={condition.message}>
          {t(`cluster.${status}`, { duration })}
        </Chip>
      )}
    </span>
  );
}
