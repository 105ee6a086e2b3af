import type { RolloutSummary } from '@pilothouse/plugin-release-common';
import { currentStep } from '../../rollout/model/rolloutSign';

/** The workload on whose details a rollout is best looked at: that of its present step, or else its first. */
export function shownWorkload(
  rollout: Pick<RolloutSummary, 'steps' | 'stepIndex' | 'targets'>,
): string | undefined {
  return currentStep(rollout)?.workloadId ?? rollout.targets.at(0)?.workloadId;
}
