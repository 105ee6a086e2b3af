/** A date and a time of day, as clocks on the wall of some place show them. */
export interface WallTime {
  year: number;
  /** 1 to 12. */
  month: number;
  /** Of the month; beyond its end it means the months after. */
  day: number;
  hour: number;
  minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for what is no IANA name */
function formatOf(timezone: string): Intl.DateTimeFormat {
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timezone, format);
  }
  return format;
}

export function isTimezone(timezone: string): boolean {
  try {
    formatOf(timezone);
    return true;
  } catch {
    // That is the answer.
    return false;
  }
}

/** What the clocks of a place show at an instant, in milliseconds since the epoch. */
export function wallTimeAt(instant: number, timezone: string): WallTime {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timezone).formatToParts(instant)) {
    parts[type] = Number(value);
  }
  const { year, month, day, hour, minute } = parts;
  return { year, month, day, hour, minute };
}

function asUtc({ year, month, day, hour, minute }: WallTime): number {
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** How far ahead of UTC the clocks of a place are, in milliseconds. */
function offsetAt(instant: number, timezone: string): number {
  const minute = Math.floor(instant / 60_000) * 60_000;
  return asUtc(wallTimeAt(minute, timezone)) - minute;
}

const DAY = 24 * 60 * 60_000;

/**
 * When the clocks of a place show a time. A time that they show twice, when they are set back, is the first one; a time
 * that they leave out, when they are set forward, is as much later as they leave out.
 *
 * @returns milliseconds since the epoch
 */
export function instantOf(wall: WallTime, timezone: string): number {
  const local = asUtc(wall);
  // Clocks are set less than once in two days, so these are the offsets before and after, if they change here.
  const before = offsetAt(local - DAY, timezone);
  const after = offsetAt(local + DAY, timezone);
  const early = local - before;
  if (before === after || offsetAt(early, timezone) === before) return early;
  const late = local - after;
  return offsetAt(late, timezone) === after ? late : early;
}
