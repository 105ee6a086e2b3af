import { StateSign } from '@pilothouse/pilothouse-react';
import type { RolloutTranslate } from './translation/useRolloutTranslation';
import { useRolloutTranslation } from './translation/useRolloutTranslation';
import { canaryProgress, currentStep, rolloutKind } from './model/rolloutSign';
import type { SignView } from './model/rolloutSign';

export interface RolloutStateSignProps {
  rollout: SignView;
}

/** How a rollout is: `Canary, step 2 of 4`, `Waits for a person`, `Stuck`. */
export function RolloutStateSign({ rollout }: RolloutStateSignProps) {
  const { t } = useRolloutTranslation();
  return (
    <StateSign kind={rolloutKind(rollout)}>
      {rolloutStateWord(t, rollout)}
    </StateSign>
  );
}

/** The word of {@link RolloutStateSign}. */
export function rolloutStateWord(t: RolloutTranslate, view: SignView): string {
  if (view.stuck) {
    // What is on its way back has to be told even where it does not get on.
    return view.state === 'aborting' || view.state === 'reverting'
      ? t('state.stuckIn', { state: t(`state.${view.state}`) })
      : t('state.stuck');
  }
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
