import { HostileText } from '@pilothouse/pilothouse-react';
import type { Rollout, Workload } from '@pilothouse/plugin-release-common';
import { useServerNow } from '../../time';
import { currentStep } from '../model/rolloutSign';
import { formatMoment } from '../model/moment';
import { stepClock } from '../model/stepClock';
import { useRolloutWords } from '../words/useRolloutWords';
import { outlookOf } from './outlook';
import styles from './RolloutPanel.module.css';

export interface OutlookListProps {
  rollout: Rollout;
  workloads: readonly Workload[];
  /** Who is told when something goes wrong. */
  owner?: string;
}

/** Now, Next, If it fails; and that the clock stands, where it does. */
export function OutlookList(props: OutlookListProps) {
  const words = useRolloutWords();
  const { t, locale } = words;
  const { rollout, workloads } = props;
  const now = useServerNow(1_000);
  const step = currentStep(rollout);
  const outlook = outlookOf({
    rollout,
    workload: workloads.find(({ id }) => id === step?.workloadId),
    owner: props.owner ?? t('outlook.owner'),
    now,
    words,
  });
  const { stands } = stepClock(rollout, now);
  const observed =
    step && step.holdMs > 0
      ? t('outlook.observed', {
          observed: words.duration(step.observedMs / 1_000),
          whole: words.duration(step.holdMs / 1_000),
        })
      : '';
  return (
    <dl className={styles.outlook}>
      <Line term={t('outlook.now')} text={outlook.now} />
      <Line term={t('outlook.next')} text={outlook.next} />
      <Line term={t('outlook.ifItFails')} text={outlook.ifItFails} />
      {stands && (
        <div className={styles.line}>
          <dt>{t('outlook.clock')}</dt>
          <dd>
            {t('outlook.stands', {
              time: formatMoment(Date.parse(stands.since), now, locale),
              why: t(`outlook.${stands.why}`),
            })}
            {observed && <span className={styles.dim}>{observed}</span>}
          </dd>
        </div>
      )}
    </dl>
  );
}

function Line(props: { term: string; text: string }) {
  return (
    <div className={styles.line}>
      <dt>{props.term}</dt>
      <dd>
        <HostileText value={props.text} />
      </dd>
    </div>
  );
}
