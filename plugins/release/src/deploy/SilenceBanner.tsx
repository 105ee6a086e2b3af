import { StateSign } from '@pilothouse/pilothouse-react';
import type { Workload, WorkloadList } from '@pilothouse/plugin-release-common';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { Ago } from '../time';
import { silenceOf } from './silence';
import styles from './WorkloadPanel.module.css';

export interface SilenceBannerProps {
  workload: Workload;
  clusters: WorkloadList['clusters'];
}

/** `prod-shanghai does not answer: last known 38 s ago`; nothing while what is shown is so now. */
export function SilenceBanner(props: SilenceBannerProps) {
  const { t } = useReleaseTranslation();
  const { workload, clusters } = props;
  const { target, staleSince } = workload;
  const silence = silenceOf(workload);
  if (!silence || staleSince === undefined) return null;
  const cluster =
    clusters.find(({ name }) => name === target.cluster)?.title ??
    target.cluster;
  return (
    <p className={styles.banner}>
      <StateSign kind={silence === 'behind' ? 'attention' : 'unknown'}>
        {t(`workload.silent.${silence}`, {
          cluster,
          ago: <Ago at={staleSince} />,
        })}
      </StateSign>
    </p>
  );
}
