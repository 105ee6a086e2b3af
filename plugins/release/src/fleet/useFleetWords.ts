import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TranslationFunction } from '@backstage/frontend-plugin-api';
import { pilothouseReactTranslationRef } from '@pilothouse/pilothouse-react';
import type { StateKind } from '@pilothouse/pilothouse-react';
import type { Message } from '@pilothouse/plugin-release-common';
import { useMemo } from 'react';
import { useWords } from '../words';
import { fleetTranslationRef } from './translation/ref';

/** All the words of a table of services, in the reader's language; the same object until that changes. */
export interface FleetWords {
  t: TranslationFunction<typeof fleetTranslationRef.T>;
  state: (kind: StateKind) => string;
  reason: (message: Message) => string;
}

/** See {@link FleetWords}. */
export function useFleetWords(): FleetWords {
  const { t } = useTranslationRef(fleetTranslationRef);
  const { t: tReact } = useTranslationRef(pilothouseReactTranslationRef);
  const { reason } = useWords();
  return useMemo(
    () => ({ t, reason, state: kind => tReact(`state.${kind}`) }),
    [t, tReact, reason],
  );
}
