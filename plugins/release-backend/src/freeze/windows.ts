import {
  WEEKDAYS,
  type Freeze,
  type FreezeMoment,
  type WeeklyWindow,
} from '@pilothouse/plugin-release-common';
import { instantOf, wallTimeAt } from './zonedTime';

/** From one instant to another, which is not in; milliseconds since the epoch. Without an end it holds on. */
export interface Interval {
  from: number;
  to?: number;
}

const WEEK_DAYS = 7;

type WeeklyEdge = WeeklyWindow['from'];

function minutesOf({ time }: WeeklyEdge): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** How many days a window goes on: to the next such time, at most a week away. */
function daysBetween(from: WeeklyEdge, to: WeeklyEdge): number {
  const days =
    (WEEKDAYS.indexOf(to.day) - WEEKDAYS.indexOf(from.day) + WEEK_DAYS) %
    WEEK_DAYS;
  return days === 0 && minutesOf(to) <= minutesOf(from) ? WEEK_DAYS : days;
}

/** The windows of a weekly rule, beginning with the one that holds at an instant, or comes next. Never ends. */
function* weeklyWindows(
  { from, to, timezone }: WeeklyWindow,
  at: number,
): Generator<Required<Interval>> {
  const today = wallTimeAt(at, timezone);
  // Monday is 0.
  const weekday =
    (new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay() +
      WEEK_DAYS -
      1) %
    WEEK_DAYS;
  const first = today.day - weekday + WEEKDAYS.indexOf(from.day);
  const edge = (day: number, minutes: number) =>
    instantOf(
      { ...today, day, hour: Math.floor(minutes / 60), minute: minutes % 60 },
      timezone,
    );
  const length = daysBetween(from, to);
  // The window that holds may have begun a week ago, and this week's may be over.
  for (let day = first - WEEK_DAYS; ; day += WEEK_DAYS) {
    const begins = edge(day, minutesOf(from));
    const ends = edge(day + length, minutesOf(to));
    // Where clocks are set forward a short window may be left out.
    if (ends > at && ends > begins) yield { from: begins, to: ends };
  }
}

/** All windows of a freeze that hold at or after an instant, in order; those of a weekly one never end. */
export function* windowsOf(freeze: Freeze, at: number): Generator<Interval> {
  if (freeze.endedAt !== undefined) return;
  if (freeze.weekly) {
    yield* weeklyWindows(freeze.weekly, at);
  } else if (freeze.range) {
    const from = Date.parse(freeze.range.from);
    const to =
      freeze.range.to === undefined ? undefined : Date.parse(freeze.range.to);
    if (to === undefined || to > at) yield { from, to };
  }
}

/** A freeze and one of its windows, as it stands at an instant. */
export function momentOf(
  freeze: Freeze,
  { from, to }: Interval,
  at: number,
): FreezeMoment {
  return {
    freeze,
    active: from <= at,
    from: new Date(from).toISOString(),
    ...(to !== undefined && { to: new Date(to).toISOString() }),
  };
}

/** The windows of freezes that hold at `at`, or begin before `until`: those that hold first, then by their beginning. */
export function momentsOf(
  freezes: readonly Freeze[],
  { at, until, perFreeze }: { at: number; until: number; perFreeze: number },
): FreezeMoment[] {
  const moments: FreezeMoment[] = [];
  for (const freeze of freezes) {
    let shown = 0;
    for (const window of windowsOf(freeze, at)) {
      if (shown === perFreeze || (window.from > at && window.from >= until)) {
        break;
      }
      moments.push(momentOf(freeze, window, at));
      shown += 1;
    }
  }
  return moments.sort(byUrgency);
}

/** What holds before what will, and of what holds that which holds longest. */
function byUrgency(a: FreezeMoment, b: FreezeMoment): number {
  if (a.active !== b.active) return a.active ? -1 : 1;
  if (a.active) return endOf(b) - endOf(a) || compare(a.from, b.from);
  return compare(a.from, b.from);
}

function endOf({ to }: FreezeMoment): number {
  // No number is subtracted from itself here: the greatest date is later than any window's end.
  return to === undefined ? 8.64e15 : Date.parse(to);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Whether a freeze covers a system in an environment. A part of its scope that is missing covers all. */
export function covers(
  { scope }: Freeze,
  { environment, system }: { environment: string; system?: string },
): boolean {
  return (
    (scope.environments?.includes(environment) ?? true) &&
    (scope.systems === undefined ||
      (system !== undefined &&
        scope.systems.includes(system.toLocaleLowerCase('en-US'))))
  );
}
