import {
  useTranslationRef,
  type TranslationFunction,
} from '@backstage/frontend-plugin-api';
import { skywalkingTranslationRef } from '../translation/ref';

/** What {@link useSkywalkingTranslation} gives to say things with. */
export type SkywalkingWords = TranslationFunction<
  typeof skywalkingTranslationRef.T
>;

/** The words of the plugin, in the reader's language. */
export function useSkywalkingTranslation(): { t: SkywalkingWords } {
  return useTranslationRef(skywalkingTranslationRef);
}
