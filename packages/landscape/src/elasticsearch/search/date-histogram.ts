import { illegal } from '../http';
import { integerOf, isObject, type JsonObject } from '../json';
import {
  floorTo,
  nextAfter,
  parseDate,
  zoneOf,
  type DateUnit,
  type Zone,
} from '../query/dates';
import { options, unfit } from '../query/options';
import {
  type AggregationContext,
  type AggregatorFactory,
  type Group,
} from './aggregations';
import { formatDate } from './format';
import { unsupported } from './values';

const CALENDAR: Readonly<Record<string, DateUnit>> = {
  minute: 'm',
  hour: 'h',
  day: 'd',
  week: 'w',
  month: 'M',
  year: 'y',
  '1m': 'm',
  '1h': 'h',
  '1d': 'd',
  '1w': 'w',
  '1M': 'M',
  '1y': 'y',
};

const MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** How time is cut into pieces. */
interface Steps {
  floor(time: number): number;
  next(start: number): number;
}

/** Understands `date_histogram`; which name its interval has depends on the product. */
export function dateHistogram(
  body: JsonObject,
  inner: () => Group,
  context: AggregationContext,
): AggregatorFactory {
  const { product, fields } = context;
  const given = options('date_histogram', body, [
    'field',
    'format',
    'time_zone',
    'min_doc_count',
    'extended_bounds',
    'offset',
    'keyed',
    'missing',
    'order',
    ...(product.isSix ? [] : ['hard_bounds']),
    ...(product.newInterval ? ['fixed_interval', 'calendar_interval'] : []),
    ...(product.oldInterval ? ['interval'] : []),
  ]);
  const field = fields.get(String(given.field));
  if (field && field.type !== 'date')
    throw unsupported(field, 'date_histogram');
  const zone = zoneOf(
    typeof given.time_zone === 'string' ? given.time_zone : undefined,
  );
  const steps = stepsOf(given, zone);
  const format = typeof given.format === 'string' ? given.format : undefined;
  const least =
    given.min_doc_count === undefined
      ? 0
      : integerOf(given.min_doc_count, 'min_doc_count');
  const bounds = boundsOf(given.extended_bounds, context, format);
  const hard = boundsOf(given.hard_bounds, context, format);
  return () => {
    const buckets = new Map<number, { count: number; group: Group }>();
    const withEmpty = (keys: readonly number[]): number[] => {
      const ends = [bounds?.min, bounds?.max].filter(Number.isFinite);
      const wanted = [...keys, ...ends.map(end => steps.floor(Number(end)))];
      if (wanted.length === 0) return [];
      const found: number[] = [];
      const first = Math.min(...wanted);
      const last = Math.max(...wanted);
      for (let key = first; key <= last; key = steps.next(key)) {
        if (!buckets.has(key)) context.countBuckets(1);
        found.push(key);
      }
      return found;
    };
    return {
      collect(line) {
        const value = field?.origin === 'line' ? field.read(line) : undefined;
        if (typeof value !== 'number') return;
        if (hard && (value < hard.min || value > hard.max)) return;
        const key = steps.floor(value);
        let bucket = buckets.get(key);
        if (!bucket) {
          context.countBuckets(1);
          bucket = { count: 0, group: inner() };
          buckets.set(key, bucket);
        }
        bucket.count += 1;
        bucket.group.collect(line);
      },
      result() {
        const present = [...buckets.keys()].sort((a, b) => a - b);
        const keys = least === 0 && field ? withEmpty(present) : present;
        const made = keys
          .map(key => ({
            key,
            ...(buckets.get(key) ?? { count: 0, group: inner() }),
          }))
          .filter(({ count }) => count >= least)
          .map(({ key, count, group }) => ({
            key_as_string: formatDate(key, format, zone),
            key,
            doc_count: count,
            ...group.results(),
          }));
        if (isObject(given.order)) {
          const [[by, direction] = []] = Object.entries(given.order);
          const sign = direction === 'desc' ? -1 : 1;
          made.sort(
            (a, b) =>
              sign *
              (by === '_count' ? a.doc_count - b.doc_count : a.key - b.key),
          );
        }
        return {
          buckets:
            given.keyed === true
              ? Object.fromEntries(made.map(item => [item.key_as_string, item]))
              : made,
        };
      },
    };
  };
}

function boundsOf(
  given: unknown,
  context: AggregationContext,
  format: string | undefined,
): { min: number; max: number } | undefined {
  if (!isObject(given)) return undefined;
  const read = (value: unknown, instead: number) => {
    if (value === undefined) return instead;
    if (typeof value === 'number') return value;
    return parseDate(value, {
      now: context.now,
      ...(format && {
        format: `${format}||strict_date_optional_time||epoch_millis`,
      }),
    });
  };
  return { min: read(given.min, Infinity), max: read(given.max, -Infinity) };
}

function stepsOf(given: JsonObject, zone: Zone): Steps {
  const {
    fixed_interval: fixed,
    calendar_interval: calendar,
    interval,
  } = given;
  const chosen = [fixed, calendar, interval].filter(item => item !== undefined);
  if (chosen.length !== 1) {
    throw illegal(
      chosen.length === 0
        ? 'Invalid interval specified, must be non-null and non-empty'
        : 'Cannot use [fixed_interval] with [calendar_interval] configuration option.',
    );
  }
  const text = String(chosen[0]);
  const unit = fixed === undefined ? CALENDAR[text] : undefined;
  const shift = offsetOf(given.offset);
  if (unit) {
    return {
      floor: time => floorTo(time - shift, unit, zone) + shift,
      next: start => nextAfter(start - shift, unit, zone) + shift,
    };
  }
  const [, count, size] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? [];
  const width = Number(count) * MS[size];
  if (!(width > 0) || calendar !== undefined) {
    const names = ['fixed_interval', 'calendar_interval', 'interval'];
    const name = names.find(item => given[item] !== undefined);
    throw unfit('date_histogram', name ?? 'interval');
  }
  return {
    floor: time => {
      const wall = zone.toWall(time) - shift;
      return zone.toUtc(Math.floor(wall / width) * width + shift);
    },
    next: start => start + width,
  };
}

function offsetOf(given: unknown): number {
  if (typeof given === 'number') return given;
  const [, sign, count, unit] =
    /^([+-]?)(\d{1,9})(ms|s|m|h|d)$/.exec(String(given ?? '0s')) ?? [];
  return Number(count ?? 0) * (MS[unit] ?? 0) * (sign === '-' ? -1 : 1);
}
