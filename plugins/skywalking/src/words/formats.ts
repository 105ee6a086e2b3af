import { useLocale } from '@pilothouse/pilothouse-react';
import { useMemo } from 'react';

/** Numbers with their units, in the reader's language. What is missing is a dash, never 0. */
export interface Formats {
  requests(value: number): string;
  /** @param value - 0 to 1 */
  rate(value: number): string;
  /** @param value - milliseconds */
  latency(value: number): string;
  apdex(value: number): string;
  /** A share without the finer digits: `12%`. */
  share(value: number): string;
  /** `−0.4`: percentage points. */
  points(value: number): string;
}

export function useFormats(): Formats {
  const locale = useLocale();
  return useMemo(() => formatsOf(locale), [locale]);
}

export function formatsOf(locale: string): Formats {
  const of = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value: number) => format.format(value);
  };
  const whole = of({ maximumFractionDigits: 0 });
  const tenths = of({ maximumFractionDigits: 1 });
  const hundredths = of({ maximumFractionDigits: 2 });
  return {
    requests: value => (value < 100 ? tenths(value) : whole(value)),
    rate: value =>
      of({ style: 'percent', maximumFractionDigits: 2 })(
        // 99.999 % is not 100 %: somebody got an error.
        value < 1 ? Math.min(value, 0.9999) : value,
      ),
    latency: value =>
      value < 1_000
        ? `${value < 10 ? tenths(value) : whole(value)} ms`
        : `${hundredths(value / 1_000)} s`,
    apdex: of({ minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    share: of({ style: 'percent', maximumFractionDigits: 0 }),
    points: value => hundredths(value * 100),
  };
}

/** Of what may be missing. */
export function orDash(
  value: number | null | undefined,
  format: (value: number) => string,
): string {
  return value === null || value === undefined ? '–' : format(value);
}
