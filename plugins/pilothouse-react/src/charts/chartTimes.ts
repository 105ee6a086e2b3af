const DAY = 86_400_000;

/** How moments of a chart are written. */
export interface ChartTimes {
  /** Whole: in legend and table. */
  format(at: number): string;
  /** Short: on the axis. */
  formatTick(at: number): string;
}

/** As short as the length of what is shown allows: times of day, and dates where it is more than a day. */
export function chartTimes(
  times: readonly number[],
  locale: string,
): ChartTimes {
  const length = times.length > 1 ? times[times.length - 1] - times[0] : 0;
  const step = times.length > 1 ? times[1] - times[0] : DAY;
  const date = { month: 'numeric', day: 'numeric' } as const;
  const time = {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  const whole = new Intl.DateTimeFormat(locale, {
    ...(length > DAY / 2 && date),
    ...(step < DAY && time),
  });
  const tick = new Intl.DateTimeFormat(locale, length > DAY ? date : time);
  const both = new Intl.DateTimeFormat(locale, { ...date, ...time });
  return {
    format: at => whole.format(at),
    formatTick: at =>
      length > DAY && new Date(at).getHours() !== 0
        ? both.format(at)
        : tick.format(at),
  };
}
