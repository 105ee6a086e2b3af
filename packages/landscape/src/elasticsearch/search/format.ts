import { QueryFault } from '../http';
import { zoneOf, type Zone } from '../query/dates';

/** A date as a format of the store writes it. */
export function formatDate(
  time: number,
  format: string = 'strict_date_optional_time',
  zone: Zone = zoneOf(),
): string {
  const [pattern] = format.split('||');
  if (pattern === 'epoch_millis') return String(time);
  if (pattern === 'epoch_second') return String(Math.floor(time / 1000));
  const wall = new Date(zone.toWall(time)).toISOString();
  const offset = zone.toWall(time) - time;
  if (/^(strict_)?date_(optional_)?time(_nanos)?$/.test(pattern)) {
    return wall.slice(0, 23) + offsetText(offset);
  }
  if (!/^[yuMdHmsSX'TZ :.\-/]+$/.test(pattern)) {
    throw new QueryFault(
      'illegal_argument_exception',
      `Invalid format: [${pattern}]: Unknown pattern letter`,
    );
  }
  return pattern
    .replace(/'([^']*)'/g, '$1')
    .replace(/y{2,4}|u{4}/, wall.slice(0, 4))
    .replace(/MM/, wall.slice(5, 7))
    .replace(/dd/, wall.slice(8, 10))
    .replace(/HH/, wall.slice(11, 13))
    .replace(/mm/, wall.slice(14, 16))
    .replace(/ss/, wall.slice(17, 19))
    .replace(/S{1,9}/, wall.slice(20, 23))
    .replace(/X+$/, offsetText(offset));
}

function offsetText(offset: number): string {
  if (offset === 0) return 'Z';
  const minutes = Math.abs(offset) / 60_000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
