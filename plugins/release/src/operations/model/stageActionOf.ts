import type {
  ActionAvailability,
  OperationName,
  Stage,
  StageAction,
  StageList,
  Workload,
} from '@pilothouse/plugin-release-common';

/** What a stage has to allow for each operation: who may pause may resume. */
const STAGE_ACTION_OF: Record<OperationName, StageAction> = {
  'roll-back': 'roll-back',
  restart: 'restart',
  scale: 'scale',
  pause: 'pause',
  resume: 'pause',
  'delete-pod': 'delete-pod',
};

/** Whether the reader may do something with a workload now, and the stage that says so. */
export function stageActionOf(
  { stages }: Pick<StageList, 'stages'>,
  { target }: Pick<Workload, 'target'>,
  operation: OperationName,
): { stage: Stage | undefined; availability: ActionAvailability } {
  const stage = stages.find(
    ({ environment }) => environment === target.environment,
  );
  return {
    stage,
    availability: stage?.actions[STAGE_ACTION_OF[operation]] ?? {
      allowed: false,
    },
  };
}
