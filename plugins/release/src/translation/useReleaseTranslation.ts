import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  TranslationFunction,
  TranslationRef,
} from '@backstage/frontend-plugin-api';
import { releaseTranslationRef } from './ref';

type MessagesOf<Ref> = Ref extends TranslationRef<string, infer Messages>
  ? Messages
  : never;

/** The `t` of {@link useReleaseTranslation}. */
export type Translate = TranslationFunction<
  MessagesOf<typeof releaseTranslationRef>
>;

/** The words of this plugin in the reader's language. */
export function useReleaseTranslation(): { t: Translate } {
  return useTranslationRef(releaseTranslationRef);
}
