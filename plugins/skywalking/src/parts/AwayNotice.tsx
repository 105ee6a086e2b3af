import {
  HostileText,
  RelativeTime,
  LinkButton,
} from '@pilothouse/pilothouse-react';
import type { Known } from '../query/useKnown';
import { problemText } from '../words/problemText';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';
import styles from './parts.module.css';

export interface AwayNoticeProps {
  stale: NonNullable<Known<unknown>['stale']>;
  environment: string;
  onRetry(): void;
}

/** What is shown is old: since when, why, and a way to ask again. */
export function AwayNotice({ stale, environment, onRetry }: AwayNoticeProps) {
  const { t } = useSkywalkingTranslation();
  return (
    <div role="alert" className={styles.notice}>
      <strong>{t('away.title', { environment })}</strong>
      {stale.problem && <HostileText value={problemText(t, stale.problem)} />}
      <span>
        {t('away.since')}: <RelativeTime at={stale.since} />
      </span>
      <span>{t('away.last')}</span>
      <LinkButton onPress={onRetry}>{t('away.retry')}</LinkButton>
    </div>
  );
}
