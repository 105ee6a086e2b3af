import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  TranslationFunction,
  TranslationRef,
} from '@backstage/frontend-plugin-api';
import { rolloutTranslationRef } from './ref';

type MessagesOf<Ref> = Ref extends TranslationRef<string, infer Messages>
  ? Messages
  : never;

/** The `t` of {@link useRolloutTranslation}. */
export type RolloutTranslate = TranslationFunction<
  MessagesOf<typeof rolloutTranslationRef>
>;

/** The words of rollouts in the reader's language. */
export function useRolloutTranslation(): { t: RolloutTranslate } {
  return useTranslationRef(rolloutTranslationRef);
}
