import { HostileText, StateSign } from '@pilothouse/pilothouse-react';
import type {
  RolloutSummary,
  Workload,
} from '@pilothouse/plugin-release-common';
import { RolloutStateSign } from '../rollout';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { useWords, WORKLOAD_KINDS } from '../words';
import { Ago, useAge } from '../time';
import { silenceOf, tellsSilence } from './silence';
import styles from './table.module.css';

const MAX_CHARACTERS = 120;

export interface WorkloadStateProps {
  workload: Workload;
  /** The cluster from which it differs. */
  drift?: string;
  /** The rollout that acts on it now: its state says more than that of the workload. */
  rollout?: RolloutSummary;
}

/** How a workload is, in words: the most telling reason, and below it what else wants a look. */
export function WorkloadState(props: WorkloadStateProps) {
  const { t } = useReleaseTranslation();
  const words = useWords();
  const { workload, drift, rollout } = props;
  const { state, staleSince, reasons } = workload;
  const silence = silenceOf(workload);
  const silent = silence !== undefined && silence !== 'behind';
  // Trouble is told by its reason; what is well is told by its state, and reasons are remarks.
  const telling = state === 'degraded' || state === 'progressing';
  const said = reasons.filter(reason => !silent || !tellsSilence(reason));
  const headline = telling ? said.at(0) : undefined;
  const remark = said.at(headline ? 1 : 0);
  return (
    <span className={styles.stack}>
      {rollout ? (
        <RolloutStateSign rollout={rollout} />
      ) : (
        <StateSign kind={WORKLOAD_KINDS[state]}>
          {silent && staleSince !== undefined ? (
            <NoAnswer code={silence} since={staleSince} />
          ) : (
            <HostileText
              value={headline ? words.reason(headline) : t(`state.${state}`)}
              max={MAX_CHARACTERS}
            />
          )}
        </StateSign>
      )}
      {remark && (
        <span className={styles.remark}>
          <HostileText value={words.reason(remark)} max={MAX_CHARACTERS} />
        </span>
      )}
      {drift !== undefined && (
        <span className={styles.drift} title={t('environments.driftHint')}>
          <StateSign kind="attention">
            {t('environments.drift', { cluster: drift })}
          </StateSign>
        </span>
      )}
      {!silent && staleSince !== undefined && (
        <span className={styles.remark}>
          <AsOf since={staleSince} />
        </span>
      )}
    </span>
  );
}

function NoAnswer(props: { code: string; since: string }) {
  const words = useWords();
  const seconds = useAge(props.since) / 1_000;
  return <>{words.reason({ code: props.code, params: { seconds } })}</>;
}

function AsOf(props: { since: string }) {
  const { t } = useReleaseTranslation();
  return <>{t('environments.asOf', { ago: <Ago at={props.since} /> })}</>;
}
