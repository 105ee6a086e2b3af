import {
  useTranslationRef,
  type TranslationFunction,
} from '@backstage/frontend-plugin-api';
import { dayFormat, useLocale } from '@pilothouse/pilothouse-react';
import {
  durationParts,
  runbookFrontMatterSchema,
  type RunbookFault,
  type RunbookProblem,
} from '@pilothouse/plugin-runbooks-common';
import { useMemo } from 'react';
import { runbooksTranslationRef } from '../translation/ref';
import { nameOf } from './nameOf';

const FIELDS = runbookFrontMatterSchema.keyof();
const REASONS = [
  'not-found',
  'refused',
  'timeout',
  'too-large',
  'elsewhere',
  'failed',
] as const;

/** What is said of runbooks, in the reader's language. */
export interface RunbookWords {
  t: TranslationFunction<typeof runbooksTranslationRef.T>;
  /** @param day - `YYYY-MM-DD` */
  date(day: string): string;
  /** @param iso - `PT30M` */
  duration(iso: string): string;
  language(code: string): string;
  languageShort(code: string): string;
  fault(fault: RunbookFault): string;
  problem(problem: RunbookProblem): string;
}

/** The words of this plugin. */
export function useRunbookWords(): RunbookWords {
  const { t } = useTranslationRef(runbooksTranslationRef);
  const locale = useLocale();
  return useMemo(() => {
    return {
      t,
      date: dayFormat(locale),
      duration: (iso: string): string =>
        durationParts(iso)
          .map(({ unit, value }) =>
            t(`duration.${unit}`, { value: `${value}` }),
          )
          .join(' '),
      language: (code: string): string =>
        code === 'en' || code === 'zh' || code === 'und'
          ? t(`language.${code}`)
          : code,
      languageShort: (code: string): string =>
        code === 'en' || code === 'zh' || code === 'und'
          ? t(`languageShort.${code}`)
          : code.toUpperCase(),
      fault: ({ code, field }: RunbookFault): string => {
        const said = t(`fault.${code}`, { field });
        const { success, data } = FIELDS.safeParse(field.split('.')[0]);
        if (!success) return said;
        const hint = t(`hint.${data}`);
        if (code === 'wrong') return t('fault.hasToBe', { field, hint });
        return code === 'missing' ? `${said}: ${hint}` : said;
      },
      problem: ({ code, params }: RunbookProblem): string => {
        const entity = nameOf(String(params.entityRef ?? ''));
        const shown = String(params.shown ?? '');
        if (code === 'unreadable') {
          const known = REASONS.find(name => name === params.reason);
          const reason = t(`reason.${known ?? 'failed'}`);
          return t('problem.unreadable', { entity, reason });
        }
        if (code === 'cut') return t('problem.cut', { entity, shown });
        if (code === 'list-cut') {
          return t('problem.list-cut', { shown, total: String(params.total) });
        }
        return t('problem.other', { code });
      },
    };
  }, [t, locale]);
}
