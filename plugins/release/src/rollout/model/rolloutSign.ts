import type { StateKind } from '@pilothouse/pilothouse-react';
import type {
  RolloutStateName,
  RolloutStepState,
  RolloutSummary,
} from '@pilothouse/plugin-release-common';

const ROLLOUT_KINDS: Record<RolloutStateName, StateKind> = {
  waiting: 'moving',
  running: 'moving',
  paused: 'stopped',
  held: 'stopped',
  'waiting-for-person': 'attention',
  aborting: 'failed',
  reverting: 'failed',
  succeeded: 'healthy',
  aborted: 'failed',
  'rolled-back': 'failed',
  superseded: 'stopped',
};

/** What a rollout's state is made of. */
export type SignView = Pick<
  RolloutSummary,
  'state' | 'stuck' | 'steps' | 'stepIndex'
>;

/** The sign of a rollout, which wants a look where it does not get on. */
export function rolloutKind({ state, stuck }: SignView): StateKind {
  return stuck ? 'attention' : ROLLOUT_KINDS[state];
}

/** The step at which a rollout is. */
export function currentStep(
  view: Pick<RolloutSummary, 'steps' | 'stepIndex'>,
): RolloutStepState | undefined {
  return view.steps.at(view.stepIndex);
}

/** Where a canary is on its way: steps of canary and bake on the same workload, which people count as one way. */
export function canaryProgress(
  view: Pick<RolloutSummary, 'steps' | 'stepIndex'>,
): { step: number; steps: number } | undefined {
  const current = currentStep(view);
  if (!current || (current.kind !== 'canary' && current.kind !== 'bake')) {
    return undefined;
  }
  const way = view.steps.filter(
    ({ kind, workloadId }) =>
      workloadId === current.workloadId &&
      (kind === 'canary' || kind === 'bake'),
  );
  return { step: way.indexOf(current) + 1, steps: way.length };
}
