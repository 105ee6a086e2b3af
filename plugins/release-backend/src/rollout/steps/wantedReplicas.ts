import type { RolloutState } from '../state';
import { presentStep } from './present';

/** How many canary pods the present step wants; a number that a person adopted stays, until the plan asks for more. */
export function wantedReplicas(state: RolloutState): number {
  const { step, progress } = presentStep(state);
  const { adopted } = progress;
  const index = state.definition.steps.findLastIndex(
    (each, at) =>
      at <= state.stepIndex &&
      each.kind === 'canary' &&
      each.workloadId === step.workloadId,
  );
  const planned = state.definition.steps[index]?.replicas ?? 0;
  if (!adopted) return planned;
  return adopted.stepIndex >= index
    ? adopted.replicas
    : Math.max(planned, adopted.replicas);
}
