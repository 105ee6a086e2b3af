import { StateSign } from '@pilothouse/pilothouse-react';
import type { RolloutTranslate } from './translation/useRolloutTranslation';
import { useRolloutTranslation } from './translation/useRolloutTranslation';
import {
  canaryProgress,
  currentStep,
  ROLLOUT_KINDS,
} from './model/rolloutSign';
import type { SignView } from './model/rolloutSign';

export interface RolloutStateSignProps {
  rollout: SignView;
}

/** How a rollout is: `Canary, step 2 of 4`, `Waits for a person`, `Stuck`. */
export function RolloutStateSign({ rollout }: RolloutStateSignProps) {
  const { t } = useRolloutTranslation();
  const kind = rollout.stuck ? 'attention' : ROLLOUT_KINDS[rollout.state];
  return <StateSign kind={kind}>{rolloutStateWord(t, rollout)}</StateSign>;
}

/** The word of {@link RolloutStateSign}. */
export function rolloutStateWord(t: RolloutTranslate, view: SignView): string {
  if (view.stuck) return t('state.stuck');
  if (view.state !== 'running') return t(`state.${view.state}`);
  const progress = canaryProgress(view);
  if (progress) {
    return t('state.canaryStep', {
      step: `${progress.step}`,
      steps: `${progress.steps}`,
    });
  }
  switch (currentStep(view)?.kind) {
    case 'promote':
      return t('state.promoting');
    case 'soak':
      return t('state.soaking');
    case 'retire':
      return t('state.retiring');
    default:
      return t('state.running');
  }
}
