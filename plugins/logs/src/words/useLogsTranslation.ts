import {
  useTranslationRef,
  type TranslationFunction,
} from '@backstage/frontend-plugin-api';
import { logsTranslationRef } from '../translation/ref';

/** What {@link useLogsTranslation} gives to say things with. */
export type LogsWords = TranslationFunction<typeof logsTranslationRef.T>;

/** The words of the plugin, in the reader's language. */
export function useLogsTranslation(): { t: LogsWords } {
  return useTranslationRef(logsTranslationRef);
}
