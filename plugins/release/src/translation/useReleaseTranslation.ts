import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TranslationFunction } from '@backstage/frontend-plugin-api';
import { releaseTranslationRef } from './ref';

/** The `t` of {@link useReleaseTranslation}. */
export type Translate = TranslationFunction<typeof releaseTranslationRef.T>;

/** The words of this plugin in the reader's language. */
export function useReleaseTranslation(): { t: Translate } {
  return useTranslationRef(releaseTranslationRef);
}
