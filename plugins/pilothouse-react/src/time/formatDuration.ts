const UNITS = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
  ['seconds', 1],
] as const;

/** The words of a duration: the `t` of `useTranslationRef(pilothouseReactTranslationRef)` is one. */
export type DurationWords = (
  key: `duration.${(typeof UNITS)[number][0]}`,
  options: { value: string },
) => string;

export interface FormatDurationOptions {
  /** How many units are shown: 1 for `3 h`, 2 for `3 h 41 min`. 1 when missing. */
  units?: 1 | 2;
}

/**
 * A duration as people say it, cut, not rounded: `38 s`, `12 min`, `3 h 41 min`. Below a second it has one decimal,
 * because an age of `0 s` would look like a mistake.
 */
export function formatDuration(
  seconds: number,
  t: DurationWords,
  options?: FormatDurationOptions,
): string {
  const length = Number.isFinite(seconds) ? Math.max(0, seconds) : 0;
  if (length < 1) {
    const value = (Math.floor(length * 10) / 10).toFixed(1);
    return t('duration.seconds', { value });
  }
  const first = UNITS.findIndex(([, size]) => length >= size);
  const shown = UNITS.slice(first, first + (options?.units ?? 1));
  const parts: string[] = [];
  let rest = Math.floor(length);
  for (const [unit, size] of shown) {
    const value = Math.floor(rest / size);
    rest -= value * size;
    if (value > 0) parts.push(t(`duration.${unit}`, { value: `${value}` }));
  }
  return parts.join(' ');
}
