import { QueryFault, illegal } from '../http';

const UNITS = ['y', 'M', 'w', 'd', 'h', 'H', 'm', 's'] as const;
export type DateUnit = (typeof UNITS)[number];

const FIXED_MS: Readonly<Record<string, number>> = {
  w: 7 * 86_400_000,
  d: 86_400_000,
  h: 3_600_000,
  H: 3_600_000,
  m: 60_000,
  s: 1000,
};

const DEFAULT_FORMAT = 'strict_date_optional_time||epoch_millis';

export interface DateContext {
  now: number;
  /** `+08:00` or `Asia/Shanghai`; UTC when missing. */
  timeZone?: string;
  format?: string;
}

/**
 * Reads a date, with or without date math. What a short date leaves out is its first instant, or its last with
 * `roundUp`.
 *
 * @throws QueryFault in the words of the real server
 */
export function parseDate(
  value: unknown,
  context: DateContext,
  roundUp = false,
): number {
  const text = String(value);
  const [, anchor, math] = /^now(.*)$/s.test(text)
    ? ['', 'now', text.slice(3)]
    : /^(.*?)\|\|(.*)$/s.exec(text) ?? ['', text, ''];
  const zone = zoneOf(context.timeZone);
  const start =
    anchor === 'now'
      ? context.now
      : parseAnchor(anchor, context, zone, roundUp && math === '');
  return applyMath(start, math, zone, roundUp, text);
}

function refuse(text: string, format: string = DEFAULT_FORMAT): QueryFault {
  const reason = `failed to parse date field [${text}] with format [${format}]`;
  return new QueryFault('parse_exception', `${reason}: [${reason}]`);
}

const ISO =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?$/;

function parseAnchor(
  text: string,
  { format = DEFAULT_FORMAT }: DateContext,
  zone: Zone,
  roundUp: boolean,
): number {
  for (const pattern of format.split('||')) {
    if (pattern.startsWith('epoch')) {
      if (!/^-?\d{1,16}(\.\d+)?$/.test(text)) continue;
      return Math.floor(Number(text) * (pattern === 'epoch_second' ? 1000 : 1));
    }
    const parts = ISO.exec(text);
    if (!parts) continue;
    const [year, month, day, hour, minute, second] = parts
      .slice(1, 7)
      .map(part => (part === undefined ? undefined : Number(part)));
    if (
      (month ?? 1) < 1 ||
      (month ?? 1) > 12 ||
      (hour ?? 0) > 23 ||
      (minute ?? 0) > 59 ||
      (second ?? 0) > 59
    ) {
      continue;
    }
    const wall = Date.UTC(
      year ?? 0,
      (month ?? (roundUp ? 12 : 1)) - 1,
      day ?? 1,
      hour ?? (roundUp ? 23 : 0),
      minute ?? (roundUp ? 59 : 0),
      second ?? (roundUp ? 59 : 0),
      Number((parts[7] ?? (roundUp ? '999' : '')).padEnd(3, '0').slice(0, 3)),
    );
    const shifted =
      day === undefined && roundUp
        ? Date.UTC(year ?? 0, month ?? 12, 0, 23, 59, 59, 999)
        : wall;
    return parts[8] ? shifted - offsetOf(parts[8]) : zone.toUtc(shifted);
  }
  throw refuse(text, format);
}

function applyMath(
  start: number,
  math: string,
  zone: Zone,
  roundUp: boolean,
  text: string,
): number {
  let time = start;
  let rest = math;
  while (rest) {
    const [whole, sign, count, unit] =
      /^([+\-/])(\d*)([yMwdhHms])/.exec(rest) ?? [];
    if (!whole || (sign === '/' && count)) {
      throw new QueryFault(
        'parse_exception',
        /^[+\-/]/.test(rest)
          ? `unit [${rest.at(-1)}] not supported for date math [${math}]`
          : `operator not supported for date math [${math}]`,
      );
    }
    rest = rest.slice(whole.length);
    const known = UNITS.find(item => item === unit);
    if (!known) throw refuse(text);
    if (sign === '/') {
      const floor = floorTo(time, known, zone);
      time = roundUp ? add(floor, 1, known, zone) - 1 : floor;
    } else {
      const amount = Number(count || 1) * (sign === '-' ? -1 : 1);
      time = add(time, amount, known, zone);
    }
  }
  return time;
}

function add(time: number, count: number, unit: DateUnit, zone: Zone): number {
  if (unit !== 'y' && unit !== 'M') return time + count * FIXED_MS[unit];
  const wall = new Date(zone.toWall(time));
  const months = count * (unit === 'y' ? 12 : 1);
  const day = wall.getUTCDate();
  wall.setUTCDate(1);
  wall.setUTCMonth(wall.getUTCMonth() + months);
  const last = new Date(
    Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 0),
  ).getUTCDate();
  wall.setUTCDate(Math.min(day, last));
  return zone.toUtc(wall.getTime());
}

/** The beginning of the unit that an instant lies in, on the clocks of the zone. */
export function floorTo(time: number, unit: DateUnit, zone: Zone): number {
  const wall = zone.toWall(time);
  const date = new Date(wall);
  switch (unit) {
    case 'y':
      return zone.toUtc(Date.UTC(date.getUTCFullYear(), 0));
    case 'M':
      return zone.toUtc(Date.UTC(date.getUTCFullYear(), date.getUTCMonth()));
    case 'w': {
      // Weeks begin on Mondays; the epoch was a Thursday.
      const days = Math.floor(wall / FIXED_MS.d);
      return zone.toUtc((days - ((((days + 3) % 7) + 7) % 7)) * FIXED_MS.d);
    }
    default:
      return zone.toUtc(Math.floor(wall / FIXED_MS[unit]) * FIXED_MS[unit]);
  }
}

/** The first instant after the unit that begins then. */
export function nextAfter(start: number, unit: DateUnit, zone: Zone): number {
  return add(start, 1, unit, zone);
}

/** Clocks of a place. */
export interface Zone {
  name: string;
  /** What they show at an instant, counted as if it were UTC. */
  toWall(time: number): number;
  toUtc(wall: number): number;
}

function offsetOf(text: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)?$/.exec(text) ?? [];
  if (!sign) return 0;
  const size = Number(hours) * 3_600_000 + Number(minutes ?? 0) * 60_000;
  return sign === '-' ? -size : size;
}

/** @throws StoreError for a zone that nobody knows */
export function zoneOf(name: string = 'UTC'): Zone {
  if (/^(Z|UTC|[+-]\d\d(:?\d\d)?)$/.test(name)) {
    const offset = offsetOf(name);
    return {
      name,
      toWall: time => time + offset,
      toUtc: wall => wall - offset,
    };
  }
  const offsetAt = namedOffset(name);
  return {
    name,
    toWall: time => time + offsetAt(time),
    toUtc: wall => {
      const first = wall - offsetAt(wall);
      return wall - offsetAt(first);
    },
  };
}

function namedOffset(name: string): (time: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      timeZoneName: 'longOffset',
    });
  } catch {
    throw illegal(`Unknown time-zone ID: ${name}`);
  }
  return time => {
    const part = format
      .formatToParts(time)
      .find(({ type }) => type === 'timeZoneName');
    return offsetOf((part?.value ?? '').replace('GMT', ''));
  };
}
