import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { pilothouseReactTranslationRef } from '../translation/ref';
import { formatDuration } from './formatDuration';
import type { DurationWords } from './formatDuration';
import { useLocale } from './language';
import { useNow } from './useNow';

const MINUTE = 60_000;
const DAY = 86_400_000;

export interface RelativeTimeProps {
  /** ISO 8601, or milliseconds. */
  at: string | number | Date;
  /** The time to count from, in milliseconds; that of the browser, ticking, when missing. */
  now?: number;
}

/**
 * When something happened: relative up to a day (`12 min ago`), then absolute. The title has the absolute time with its
 * zone. What is no time is shown as a dash.
 */
export function RelativeTime(props: RelativeTimeProps) {
  const { t } = useTranslationRef(pilothouseReactTranslationRef);
  const locale = useLocale();
  const at = new Date(props.at).getTime();
  const age = Math.abs(Date.now() - at);
  const ticking = useNow(age < MINUTE ? 1_000 : MINUTE / 4);
  if (Number.isNaN(at)) return <span>–</span>;
  const now = props.now ?? ticking;
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={formatAbsolute(at, locale)}
    >
      {Math.abs(now - at) < DAY
        ? formatAge(now - at, t)
        : formatShort(at, now, locale)}
    </time>
  );
}

/** The words of {@link formatAge}: the `t` of `useTranslationRef(pilothouseReactTranslationRef)` is one. */
export type AgeWords = DurationWords &
  ((
    key: 'duration.ago' | 'duration.ahead',
    options: { duration: string },
  ) => string);

/**
 * `12 min ago`, or `in 12 min` for what is more than five seconds ahead; less is two clocks that differ. One unit, whole
 * seconds.
 */
export function formatAge(ageMs: number, t: AgeWords): string {
  if (ageMs < -5_000) {
    return t('duration.ahead', { duration: formatDuration(-ageMs / 1_000, t) });
  }
  return t('duration.ago', {
    duration: formatDuration(Math.max(1, ageMs / 1_000), t),
  });
}

/** The whole time with its zone: `Nov 21, 2026, 12:05:44 GMT+8`. */
export function formatAbsolute(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(at);
}

function formatShort(at: number, now: number, locale: string): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    year: sameYear ? undefined : 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}
