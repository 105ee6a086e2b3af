import type { MetricWindow } from '../oap/duration';
import type { AboutOap, AskOptions, OapClient } from '../oap/OapClient';
import * as z from 'zod';
import {
  percentileOf,
  type MetricQuestion,
  type Percentile,
} from './metricQuestions';

/** Values on the times of a window: `null` is no data, never 0. */
export type Series = readonly (number | null)[];

/** What an OAP said to one question: percentiles have a series each. */
export type Answered =
  | { value: Series }
  | { percentiles: Partial<Record<Percentile, Series>> };

/** Asks an OAP some questions in one document. */
export type Reader = (
  oap: OapClient,
  questions: readonly MetricQuestion[],
  window: MetricWindow,
  about: AboutOap,
  options: AskOptions,
) => Promise<Answered[]>;

/** As both ways of asking have it. */
export const valueSchema = z.object({
  id: z.string().nullish(),
  value: z.union([z.string(), z.number()]).nullish(),
});

export type Value = z.infer<typeof valueSchema>;

/** Series by the labels that tell percentiles apart. */
export function labelled(
  lines: readonly (readonly [string, Series])[],
): Answered {
  const percentiles: Partial<Record<Percentile, Series>> = {};
  for (const [label, series] of lines) {
    const percentile = percentileOf(label);
    if (percentile) percentiles[percentile] = series;
  }
  return { percentiles };
}

/** Values by the times that their ids tell; where the ids tell nothing, by their order. */
export function placed(
  values: readonly Value[],
  times: readonly number[],
  timeOf: (id: string) => number,
  scale: number,
): Series {
  const byTime = new Map(
    values.map(({ id, value }) => [timeOf(id ?? ''), value]),
  );
  const isTold = times.some(time => byTime.has(time));
  return times.map((time, index) => {
    const value = isTold ? byTime.get(time) : values[index]?.value;
    if (value === undefined || value === null || value === '') return null;
    const number = Number(value);
    // `∞` is what an OAP makes of a division by zero.
    return Number.isFinite(number) ? number / scale : null;
  });
}
