import type {
  RolloutSummary,
  Workload,
} from '@pilothouse/plugin-release-common';
import { currentStep } from './rolloutSign';

/**
 * What a rollout says of one workload, in place of the workload's own state. Nothing where it does not act just now, and
 * where the workload is in trouble or silent: that is told first.
 */
export function rolloutHere(
  rollout: RolloutSummary | undefined,
  workload: Pick<Workload, 'id' | 'state'>,
): RolloutSummary | undefined {
  if (!rollout || currentStep(rollout)?.workloadId !== workload.id) {
    return undefined;
  }
  const isTold = workload.state === 'degraded' || workload.state === 'unknown';
  return isTold ? undefined : rollout;
}

/** The cluster after which a workload gets its turn, while that is still ahead. */
export function turnAfter(
  rollout: RolloutSummary | undefined,
  workloadId: string,
): string | undefined {
  const index =
    rollout?.targets.findIndex(target => target.workloadId === workloadId) ??
    -1;
  if (!rollout || index < 1) return undefined;
  return rollout.targets[index].state === 'untouched'
    ? rollout.targets[index - 1].target.cluster
    : undefined;
}
