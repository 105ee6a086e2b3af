import type { Gate, RolloutStep } from '@pilothouse/plugin-release-common';
import type { RolloutTranslate } from '../translation/useRolloutTranslation';
import { placeOf } from './values';

/**
 * A step in few words: `2 canary pods`, `Promote prod-beijing`.
 *
 * @param gate - what its gate asks, where that is known
 */
export function stepName(
  t: RolloutTranslate,
  step: Pick<RolloutStep, 'kind' | 'workloadId' | 'replicas'>,
  gate?: Gate,
): string {
  const cluster = placeOf(step.workloadId);
  switch (step.kind) {
    case 'canary':
      return t('step.canary', { count: step.replicas ?? 1 });
    case 'bake':
      return t('step.bake');
    case 'gate':
      return t(gate ? `step.gate-${gate}` : 'step.gate');
    case 'promote':
      return t('step.promote', { cluster });
    case 'retire':
      return t('step.retire');
    default:
      return t('step.soak', { cluster });
  }
}
