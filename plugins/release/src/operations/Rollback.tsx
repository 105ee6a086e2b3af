import { Tooltip, TooltipTrigger } from '@backstage/ui';
import { HostileText } from '@pilothouse/pilothouse-react';
import type {
  StageList,
  Workload,
  WorkloadList,
} from '@pilothouse/plugin-release-common';
import { useId, useState } from 'react';
import { BlockableButton } from '../dialog/BlockableButton';
import { stageActionOf } from './model/stageActionOf';
import { OperationDialog } from './OperationDialog';
import { useOperationWords } from './useOperationWords';

export interface RollbackProps {
  entityRef: string;
  list: WorkloadList;
  stages: StageList;
  /** The workload that is chosen: it is suggested. */
  workloadId: string | undefined;
}

/** Opens the dialog that rolls a workload back; where nobody could, it stays and says why. */
export function Rollback(props: RollbackProps) {
  const { t, why } = useOperationWords();
  const id = useId();
  const [begin, setBegin] = useState<Workload>();
  const { entityRef, list, stages, workloadId } = props;
  const present = list.workloads.filter(({ release }) => release);
  const possible = present.filter(workload => availabilityOf(workload).allowed);
  const suggested =
    possible.find(workload => workload.id === workloadId) ?? possible.at(-1);
  const blocked = suggested ? undefined : whyNot();
  return (
    <>
      {blocked !== undefined && (
        <span id={id} hidden>
          <HostileText value={blocked} />
        </span>
      )}
      <TooltipTrigger isDisabled={blocked === undefined}>
        <BlockableButton
          variant="secondary"
          blocked={blocked}
          describedBy={id}
          onPress={() => setBegin(suggested)}
        >
          {t('rollback')}
        </BlockableButton>
        <Tooltip>{blocked}</Tooltip>
      </TooltipTrigger>
      {begin && (
        <OperationDialog
          entityRef={entityRef}
          workload={begin}
          choices={possible}
          stages={stages}
          begin={{ operation: 'roll-back', role: 'release' }}
          onClose={() => setBegin(undefined)}
        />
      )}
    </>
  );

  function availabilityOf(workload: Workload) {
    return stageActionOf(stages, workload, 'roll-back').availability;
  }

  function whyNot(): string {
    const last = present.at(-1);
    if (!last) return t('blocked.nowhere');
    const reason = availabilityOf(last).why;
    return reason ? why(reason) : t('blocked.unknown');
  }
}
