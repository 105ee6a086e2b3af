import type { FreezeMoment } from '@pilothouse/plugin-release-common';

const DAYS_OF_WEEK = 7;

/** A month of a calendar. */
export interface Month {
  year: number;
  /** 0 to 11. */
  month: number;
}

/** A day of a month's grid, and the windows that touch it. */
export interface Day {
  /** Its midnight, in the reader's time zone. */
  at: Date;
  /** It belongs to the month before or after. */
  outside: boolean;
  moments: FreezeMoment[];
}

/** @param now - in milliseconds */
export function isOver({ to = '' }: FreezeMoment, now: number): boolean {
  return Date.parse(to) <= now;
}

export function monthOf(at: number): Month {
  const date = new Date(at);
  return { year: date.getFullYear(), month: date.getMonth() };
}

/** @param months - forward, or back when negative */
export function addMonths({ year, month }: Month, months: number): Month {
  const date = new Date(year, month + months, 1);
  return { year: date.getFullYear(), month: date.getMonth() };
}

/** The weeks of a month, from Monday, with the days of others that fill them. */
export function monthGrid(
  { year, month }: Month,
  moments: readonly FreezeMoment[],
): Day[][] {
  const first = new Date(year, month, 1);
  const lead = (first.getDay() + DAYS_OF_WEEK - 1) % DAYS_OF_WEEK;
  const length = new Date(year, month + 1, 0).getDate();
  const weeks = Math.ceil((lead + length) / DAYS_OF_WEEK);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: DAYS_OF_WEEK }, (__, weekday) => {
      // Dates beyond the month's ends count on into the next; days of 23 or 25 hours are no matter.
      const number = week * DAYS_OF_WEEK + weekday - lead + 1;
      const at = new Date(year, month, number);
      const end = new Date(year, month, number + 1);
      return {
        at,
        outside: at.getMonth() !== month,
        moments: moments.filter(
          ({ from, to }) =>
            Date.parse(from) < end.getTime() &&
            (to === undefined || Date.parse(to) > at.getTime()),
        ),
      };
    }),
  );
}

/** When the first day of a month's grid begins, and the last one is over. ISO 8601 */
export function windowOfGrid(month: Month): { since: string; until: string } {
  const days = monthGrid(month, []).flat();
  const first = days[0].at;
  const last = days[days.length - 1].at;
  return {
    since: first.toISOString(),
    until: new Date(
      last.getFullYear(),
      last.getMonth(),
      last.getDate() + 1,
    ).toISOString(),
  };
}
