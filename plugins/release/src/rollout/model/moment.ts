const DAY_MS = 86_400_000;

/** `18:52`, with its day where that is not within a day of now. */
export function formatMoment(at: number, now: number, locale: string): string {
  const isNear = Math.abs(at - now) < DAY_MS;
  return new Intl.DateTimeFormat(locale, {
    ...(!isNear && { month: 'short', day: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    // Steps of a development environment last seconds.
    ...(Math.abs(at - now) < 5 * 60_000 && { second: '2-digit' }),
    hourCycle: 'h23',
  }).format(at);
}
