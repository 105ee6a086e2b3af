import type {
  Health,
  HealthSeries,
  InstanceList,
} from '@pilothouse/plugin-skywalking-common';
import type { Role } from '@pilothouse/plugin-release-common';

const DAY = 86_400_000;

type SeriesName = Exclude<keyof HealthSeries, 'times'>;
type Values = readonly (number | null)[];

/** What was a day before, at the times of now: minute by minute, also where one of the two has fewer. */
export function yesterdayOf(
  { series, yesterdaySeries }: Pick<Health, 'series' | 'yesterdaySeries'>,
  name: SeriesName,
): (number | null)[] {
  const before = new Map(
    yesterdaySeries.times.map((time, index) => [
      time + DAY,
      yesterdaySeries[name][index] ?? null,
    ]),
  );
  return series.times.map(time => before.get(time) ?? null);
}

/**
 * The success rate of a role over time: that of its pods, each minute weighted by its requests. Missing where the pods
 * are counted in other steps than the chart.
 */
export function successOfRole(
  { instances }: Pick<InstanceList, 'instances'>,
  role: Role,
  times: readonly number[],
): Values | undefined {
  const own = instances.filter(({ pod }) => pod?.role === role);
  if (own.length === 0) return undefined;
  const sums = new Map<number, { requests: number; good: number }>();
  for (const { series } of own) {
    series.times.forEach((time, index) => {
      const requests = series.requestsPerMinute[index] ?? 0;
      const rate = series.successRate[index] ?? null;
      if (rate === null || requests === 0) return;
      const sum = sums.get(time) ?? { requests: 0, good: 0 };
      sums.set(time, {
        requests: sum.requests + requests,
        good: sum.good + requests * rate,
      });
    });
  }
  const values = times.map(time => {
    const sum = sums.get(time);
    return sum ? sum.good / sum.requests : null;
  });
  return values.some(value => value !== null) ? values : undefined;
}

/** Whether there is anything to draw. */
export function hasValues(values: Values): boolean {
  return values.some(value => value !== null);
}
