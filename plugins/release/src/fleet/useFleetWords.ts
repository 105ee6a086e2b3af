import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TranslationFunction } from '@backstage/frontend-plugin-api';
import { pilothouseReactTranslationRef } from '@pilothouse/pilothouse-react';
import type { StateKind } from '@pilothouse/pilothouse-react';
import type {
  Message,
  RolloutSummary,
} from '@pilothouse/plugin-release-common';
import { useMemo } from 'react';
import { canaryProgress } from '../rollout/model/rolloutSign';
import { rolloutStateWord } from '../rollout/RolloutStateSign';
import { useRolloutTranslation } from '../rollout/translation/useRolloutTranslation';
import { useWords } from '../words';
import { fleetTranslationRef } from './translation/ref';

/** All the words of a table of services, in the reader's language; the same object until that changes. */
export interface FleetWords {
  t: TranslationFunction<typeof fleetTranslationRef.T>;
  state: (kind: StateKind) => string;
  reason: (message: Message) => string;
  /** `canary 2/4`, `Held by a freeze` */
  rollout: (rollout: RolloutSummary) => string;
}

/** See {@link FleetWords}. */
export function useFleetWords(): FleetWords {
  const { t } = useTranslationRef(fleetTranslationRef);
  const { t: tReact } = useTranslationRef(pilothouseReactTranslationRef);
  const { t: tRollout } = useRolloutTranslation();
  const { reason } = useWords();
  return useMemo(
    () => ({
      t,
      reason,
      state: kind => tReact(`state.${kind}`),
      rollout: rollout => {
        const isGoing = rollout.state === 'running' && !rollout.stuck;
        const progress = isGoing ? canaryProgress(rollout) : undefined;
        return progress
          ? t('cell.canaryStep', {
              step: `${progress.step}`,
              steps: `${progress.steps}`,
            })
          : rolloutStateWord(tRollout, rollout);
      },
    }),
    [t, tReact, tRollout, reason],
  );
}
