import { versionOf } from '@pilothouse/plugin-release-common';
import type { Rollout, RolloutAction } from '@pilothouse/plugin-release-common';
import { currentStep } from '../model/rolloutSign';
import { promotedClusters } from '../panel/outlook';
import { placeOf } from '../words/values';
import type { RolloutWords } from '../words/useRolloutWords';

/** What an action will do, sentence by sentence. */
export function consequencesOf(
  rollout: Rollout,
  action: RolloutAction,
  { t, locale }: RolloutWords,
): string[] {
  const id = currentStep(rollout)?.workloadId;
  const target =
    rollout.targets.find(({ workloadId }) => workloadId === id) ??
    rollout.targets.at(0);
  const values = {
    cluster: placeOf(target?.workloadId ?? ''),
    version: versionOf(rollout.image),
    before: target ? versionOf(target.from) : '',
    promoted: new Intl.ListFormat(locale).format(promotedClusters(rollout)),
  };
  switch (action) {
    case 'promote':
      return [t('confirm.promote.a', values), t('confirm.promote.b', values)];
    case 'approve':
      return [t('confirm.approve.a'), t('confirm.approve.b', values)];
    case 'pause':
      return [t('confirm.pause.a'), t('confirm.pause.b')];
    case 'resume':
      return [t('confirm.resume.a')];
    case 'adopt':
      return [t('confirm.adopt.a')];
    case 'override':
      return [t('confirm.override.a'), t('confirm.override.b')];
    default:
      return [
        target?.state === 'promoting'
          ? t('confirm.abort.promoting', values)
          : t('confirm.abort.canary'),
        ...(values.promoted ? [t('confirm.abort.promoted', values)] : []),
        t('confirm.abort.end'),
      ];
  }
}
