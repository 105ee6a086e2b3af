import {
  useTranslationRef,
  type TranslationFunction,
} from '@backstage/frontend-plugin-api';
import { dayFormat, useLocale } from '@pilothouse/pilothouse-react';
import { durationParts } from '@pilothouse/plugin-runbooks-common';
import { useMemo } from 'react';
import { runbookPageTranslationRef } from '../translation/ref';

/** What stands above a runbook, in the reader's language. */
export interface HeaderWords {
  t: TranslationFunction<typeof runbookPageTranslationRef.T>;
  /** @param day - `YYYY-MM-DD` */
  date(day: string): string;
  /** @param iso - `PT30M` */
  duration(iso: string): string;
}

/** The words of what stands above a runbook. */
export function useHeaderWords(): HeaderWords {
  const { t } = useTranslationRef(runbookPageTranslationRef);
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
    };
  }, [t, locale]);
}
