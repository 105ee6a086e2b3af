import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { HostileText } from '@pilothouse/pilothouse-react';
import {
  personName,
  shownWorkload,
  useDeployPath,
  useRolloutWords,
  useServerAge,
} from '@pilothouse/plugin-release';
import { versionOf } from '@pilothouse/plugin-release-common';
import type { RolloutSummary } from '@pilothouse/plugin-release-common';
import { Line } from './Line';
import { homePageTranslationRef } from './translation';
import styles from './NeedsYou.module.css';

export interface RolloutLineProps {
  kind: 'waiting' | 'stuck';
  rollout: RolloutSummary;
}

/** A rollout that waits for the reader, or cannot go on. */
export function RolloutLine({ kind, rollout }: RolloutLineProps) {
  const { t } = useTranslationRef(homePageTranslationRef);
  const words = useRolloutWords();
  const deployPath = useDeployPath();
  const { entityRef, name, environment, author, stuck, createdAt } = rollout;
  const duration = useServerAge(stuck?.since ?? createdAt);
  const detail =
    kind === 'stuck' && stuck
      ? t('needs.stuckFor', { what: words.stuck(stuck).what, duration })
      : t('needs.startedBy', { person: personName(author), duration });
  return (
    <Line
      kind="attention"
      word={t(kind === 'stuck' ? 'needs.stuck' : 'needs.waiting')}
      action={t('needs.review')}
      label={t('needs.reviewWhat', { what: name })}
      to={deployPath(entityRef, shownWorkload(rollout))}
    >
      <b>
        <HostileText value={name} max={80} />
      </b>{' '}
      <code>
        <HostileText value={versionOf(rollout.image)} max={40} />
      </code>{' '}
      → {environment}{' '}
      <span className={styles.detail}>
        <HostileText value={detail} max={160} />
      </span>
    </Line>
  );
}
