import { HostileText } from '@pilothouse/pilothouse-react';
import { parseWorkloadId } from '@pilothouse/plugin-release-common';
import type {
  Rollout,
  StageList,
  WorkloadList,
} from '@pilothouse/plugin-release-common';
import { useId, useState } from 'react';
import { BlockableButton } from '../../dialog/BlockableButton';
import { useRolloutWords } from '../words/useRolloutWords';
import { StartDialog } from './StartDialog';
import styles from './StartDialog.module.css';

export interface NewRolloutProps {
  list: WorkloadList;
  stages: StageList;
  /** The workload that is chosen: its environment is suggested. */
  workloadId: string | undefined;
  onStarted(rollout: Rollout): void;
}

/** Opens the dialog that starts a rollout; where nobody could, it stays and says why. */
export function NewRollout(props: NewRolloutProps) {
  const { t, why } = useRolloutWords();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const { list, stages, workloadId, onStarted } = props;
  const present = stages.stages.filter(({ workloads }) => workloads.length > 0);
  const possible = present.filter(
    ({ actions }) => actions['create-rollout'].allowed,
  );
  const asked = parseWorkloadId(workloadId ?? '')?.environment;
  const suggested =
    possible.find(({ environment }) => environment === asked) ?? possible.at(0);
  const blocked = suggested ? undefined : whyNot();
  return (
    <>
      {blocked !== undefined && (
        <span id={id} className={styles.dim}>
          <HostileText value={blocked} />
        </span>
      )}
      <BlockableButton
        variant="primary"
        blocked={blocked}
        describedBy={id}
        onPress={() => setOpen(true)}
      >
        {t('start.open')}
      </BlockableButton>
      {isOpen && suggested && (
        <StartDialog
          list={list}
          stages={possible}
          environment={suggested.environment}
          onClose={() => setOpen(false)}
          onStarted={rollout => {
            setOpen(false);
            onStarted(rollout);
          }}
        />
      )}
    </>
  );

  function whyNot(): string {
    const reason = present.at(-1)?.actions['create-rollout'].why;
    return reason ? why(reason) : t('start.nowhere');
  }
}
