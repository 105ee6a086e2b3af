const DAY = 86_400_000;

/** `18:00` today, `Fri 18:00` within a week, `Nov 27, 18:00` beyond, in the reader's time zone. */
export function formatFreezeTime(
  at: number,
  now: number,
  locale: string,
): string {
  if (Number.isNaN(at)) return '–';
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  const near = Math.abs(at - now) < 6 * DAY;
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const text = new Intl.DateTimeFormat(locale, {
    ...(!today && near && { weekday: 'short' }),
    ...(!today && !near && { month: 'short', day: 'numeric' }),
    ...(!sameYear && { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  // Chinese has none between a weekday and a time, and they run into each other.
  return text.replace(/(?<=\p{Script=Han})(?=\d\d:)/u, ' ');
}
