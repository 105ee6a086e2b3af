import { HostileText } from '@pilothouse/pilothouse-react';
import type { Rollout, WorkloadList } from '@pilothouse/plugin-release-common';
import { useServerNow } from '../../time';
import { currentStep } from '../model/rolloutSign';
import { formatMoment } from '../model/moment';
import { stepClock } from '../model/stepClock';
import type { Standstill } from '../model/stepClock';
import { useRolloutWords } from '../words/useRolloutWords';
import type { RolloutWords } from '../words/useRolloutWords';
import { outlookOf } from './outlook';
import styles from './RolloutPanel.module.css';

export interface OutlookListProps {
  rollout: Rollout;
  list: Pick<WorkloadList, 'workloads' | 'clusters'>;
  /** Who is told when something goes wrong. */
  owner?: string;
}

/** Now, Next, If it fails; and that the clock stands, where it does. */
export function OutlookList(props: OutlookListProps) {
  const words = useRolloutWords();
  const { t } = words;
  const { rollout, list } = props;
  const now = useServerNow(1_000);
  const step = currentStep(rollout);
  const outlook = outlookOf({
    rollout,
    workload: list.workloads.find(({ id }) => id === step?.workloadId),
    clusters: list.clusters,
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
  const clock = stands && clockPhrase(stands, now, words);
  return (
    <dl className={styles.outlook}>
      <Line term={t('outlook.now')} text={outlook.now} />
      <Line term={t('outlook.next')} text={outlook.next} />
      <Line term={t('outlook.ifItFails')} text={outlook.ifItFails} />
      {clock !== undefined && (
        <div className={styles.line}>
          <dt>{t('outlook.clock')}</dt>
          <dd>
            <HostileText value={clock} />
            {observed && <span className={styles.dim}>{observed}</span>}
          </dd>
        </div>
      )}
    </dl>
  );
}

/** Where the line Now says why already, nothing is to be added. */
function clockPhrase(
  { why, since = '', reason }: Standstill,
  now: number,
  { t, locale, blind }: RolloutWords,
): string | undefined {
  if (why === 'held' || why === 'aborting' || why === 'reverting') {
    return undefined;
  }
  const said = reason ? blind(reason) : t(`outlook.${why}`);
  const at = Date.parse(since);
  return Number.isNaN(at)
    ? t('outlook.standsBare', { why: said })
    : t('outlook.stands', { time: formatMoment(at, now, locale), why: said });
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
