import type { TranslationRef } from '@backstage/frontend-plugin-api';

/**
 * All messages of a translation ref. A key that is missing, or that the ref no longer has,
 * is a type error; unlike in `createTranslationMessages`, so is a `null`.
 */
export type MessagesOf<TRef extends TranslationRef> = {
  readonly [key in keyof TRef['T']]: string;
};
