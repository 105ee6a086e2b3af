import { useLocale } from '../time/language';
import { formatAbsolute } from '../time/RelativeTime';

export interface LineTimeProps {
  /** ISO 8601; the place stays empty where it is missing or is no time. */
  at: string | undefined;
  className?: string;
}

/** When a line was written, to the millisecond in the zone of the browser; the title has the date and the zone. */
export function LineTime({ at, className }: LineTimeProps) {
  const locale = useLocale();
  const time = Date.parse(at ?? '');
  if (Number.isNaN(time)) return <span className={className} />;
  return (
    <time
      className={className}
      dateTime={at}
      title={formatAbsolute(time, locale)}
    >
      {clockTime(time)}
    </time>
  );
}

/** `15:04:05.123` in the zone of the browser. */
export function clockTime(time: number): string {
  const date = new Date(time);
  const two = (value: number) => `${value}`.padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(
    date.getSeconds(),
  )}.${`${date.getMilliseconds()}`.padStart(3, '0')}`;
}
