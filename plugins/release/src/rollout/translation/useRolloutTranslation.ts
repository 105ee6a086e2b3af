import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TranslationFunction } from '@backstage/frontend-plugin-api';
import { rolloutTranslationRef } from './ref';

/** The `t` of {@link useRolloutTranslation}. */
export type RolloutTranslate = TranslationFunction<
  typeof rolloutTranslationRef.T
>;

/** The words of rollouts in the reader's language. */
export function useRolloutTranslation(): { t: RolloutTranslate } {
  return useTranslationRef(rolloutTranslationRef);
}
