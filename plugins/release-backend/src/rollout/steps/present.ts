import type { RolloutStep } from '@pilothouse/plugin-release-common';
import type { TargetDefinition } from '../definition';
import type { RolloutState, TargetProgress } from '../state';

/** The step that a rollout is in, with what it is about. */
export interface PresentStep {
  step: RolloutStep;
  target: TargetDefinition;
  progress: TargetProgress;
}

/**
 * @throws Error for a definition whose steps name no target of it; nothing that was planned does
 */
export function presentStep(state: RolloutState): PresentStep {
  const step = state.definition.steps[state.stepIndex];
  if (!step) throw new Error(`There is no step ${state.stepIndex}`);
  return { step, ...targetOf(state, step.workloadId) };
}

/** @throws Error for a workload that is no target of the rollout */
export function targetOf(
  { definition, targets }: RolloutState,
  workloadId: string,
): Pick<PresentStep, 'target' | 'progress'> {
  const target = definition.targets.find(
    each => each.workloadId === workloadId,
  );
  const progress = targets[workloadId];
  if (!target || !progress) {
    throw new Error(`${workloadId} is no target of rollout ${definition.id}`);
  }
  return { target, progress };
}
