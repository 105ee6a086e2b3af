/**
 * Days in the reader's language, the same in every zone.
 *
 * @returns a function of `YYYY-MM-DD`; what is no day stays as it is
 */
export function dayFormat(locale: string): (day: string) => string {
  const dates = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  });
  return day => {
    const at = new Date(day);
    return Number.isNaN(at.getTime()) ? day : dates.format(at);
  };
}
