import {
  PERCENTILES,
  type Figure,
  type MetricEntity,
  type MetricQuestion,
  type Percentile,
} from './metricQuestions';
import { readSeries } from './readSeries';
import type { Answered, Series } from './series';
import type { MetricWindow } from '../oap/duration';
import type { AskOptions, OapClient } from '../oap/OapClient';

type SeriesName = Exclude<Figure, 'percentiles'> | Percentile;

/** Everything that is measured of something, on the times of a window. */
export type Figures = { readonly [Name in SeriesName]: Series };

/** The same, as one number each. */
export type Summary = { readonly [Name in SeriesName]: number | null };

const SINGLE = [
  'requestsPerMinute',
  'successRate',
  'apdex',
  'average',
] as const;
const NAMES: readonly SeriesName[] = [...SINGLE, ...PERCENTILES];

/** What the usual rules of an OAP keep of each. */
export const FIGURES_OF: Record<MetricEntity['scope'], readonly Figure[]> = {
  Service: [
    'requestsPerMinute',
    'successRate',
    'apdex',
    'average',
    'percentiles',
  ],
  ServiceInstance: ['requestsPerMinute', 'successRate', 'average'],
  Endpoint: ['requestsPerMinute', 'successRate', 'average', 'percentiles'],
};

/**
 * Everything that is measured of some entities, in their order.
 *
 * @param figures - of each; what the usual rules keep when missing
 * @throws SkywalkingError
 */
export async function readFigures(
  oap: OapClient,
  entities: readonly MetricEntity[],
  window: MetricWindow,
  options: AskOptions & { figures?: readonly Figure[] } = {},
): Promise<readonly Figures[]> {
  const { figures, ...ask } = options;
  const questions = entities.map(entity =>
    (figures ?? FIGURES_OF[entity.scope]).map(
      (figure): MetricQuestion => ({ entity, figure }),
    ),
  );
  const answers = await readSeries(oap, questions.flat(), window, ask);
  const { capabilities } = await oap.about(ask);
  let next = 0;
  return questions.map(own => {
    const found = put(own, answers.slice(next, next + own.length), window);
    next += own.length;
    return capabilities.mqe ? found : withoutZeros(found);
  });
}

/** Without any data. */
export function noFigures(length: number): Figures {
  const nothing: Series = Array.from({ length }, () => null);
  return figuresBy(() => nothing);
}

function put(
  questions: readonly MetricQuestion[],
  answers: readonly Answered[],
  { times }: MetricWindow,
): Figures {
  const found: Partial<Record<SeriesName, Series>> = {};
  for (const [index, { figure }] of questions.entries()) {
    const answer = answers[index];
    if ('percentiles' in answer) Object.assign(found, answer.percentiles);
    else if (figure !== 'percentiles') found[figure] = answer.value;
  }
  return { ...noFigures(times.length), ...found };
}

/**
 * What came before expressions says 0 where there is no data. Where everything is 0, nothing was measured: an OAP keeps
 * no row for a minute without requests.
 */
function withoutZeros(figures: Figures): Figures {
  const isEmpty = figures.requestsPerMinute.map((_, index) =>
    NAMES.every(name => !figures[name][index]),
  );
  return mapFigures(figures, series =>
    series.map((value, index) => (isEmpty[index] ? null : value)),
  );
}

function mapFigures(
  figures: Figures,
  change: (series: Series) => Series,
): Figures {
  return figuresBy(name => change(figures[name]));
}

/** Those of windows that follow one another, as of one. */
export function joinFigures(parts: readonly Figures[]): Figures {
  return figuresBy(name => parts.flatMap(figures => figures[name]));
}

/** The last so many points. */
export function lastOf(figures: Figures, points: number): Figures {
  return mapFigures(figures, series => series.slice(-points));
}

/**
 * One number for each: a minute counts by its requests. For percentiles that is an estimate, as there is no way from
 * those of minutes to those of an hour.
 */
export function summarize(figures: Figures): Summary {
  const { requestsPerMinute } = figures;
  const of = (series: Series) => weightedMean(series, requestsPerMinute);
  return {
    requestsPerMinute: rateOf(requestsPerMinute),
    successRate: of(figures.successRate),
    apdex: of(figures.apdex),
    average: of(figures.average),
    p50: of(figures.p50),
    p75: of(figures.p75),
    p90: of(figures.p90),
    p95: of(figures.p95),
    p99: of(figures.p99),
  };
}

/**
 * Of several pods of a side, as if they were one: rates add up, the rest counts by requests. The rate is that since the
 * first of them was reported: a canary of two minutes has not been quiet for an hour.
 */
export function summarizeTogether(all: readonly Figures[]): Summary {
  const [first] = all;
  if (!first) return summarize(noFigures(0));
  const total = first.requestsPerMinute.map((_, index) =>
    sum(all.map(figures => figures.requestsPerMinute[index])),
  );
  return {
    ...summarize(figuresBy(name => all.flatMap(figures => figures[name]))),
    requestsPerMinute: rateOf(sinceFirst(total)),
  };
}

/** Requests that were counted, as far as whole numbers per minute tell. */
export function requestsIn(
  { requestsPerMinute }: Pick<Figures, 'requestsPerMinute'>,
  stepMs: number,
): number {
  return (sum(requestsPerMinute) ?? 0) * (stepMs / 60_000);
}

function figuresBy(of: (name: SeriesName) => Series): Figures {
  return {
    requestsPerMinute: of('requestsPerMinute'),
    successRate: of('successRate'),
    apdex: of('apdex'),
    average: of('average'),
    p50: of('p50'),
    p75: of('p75'),
    p90: of('p90'),
    p95: of('p95'),
    p99: of('p99'),
  };
}

/** A minute without requests lowers the rate; where nothing is known of any, there is none. */
function rateOf(series: Series): number | null {
  const total = sum(series);
  return total === null ? null : total / series.length;
}

function sinceFirst(series: Series): Series {
  const first = series.findIndex(value => value !== null);
  return first < 0 ? series : series.slice(first);
}

function sum(series: Series): number | null {
  return series.reduce(
    (total, value) => (value === null ? total : (total ?? 0) + value),
    null,
  );
}

function mean(series: Series): number | null {
  const known = series.filter(value => value !== null);
  const total = sum(known);
  return total === null ? null : total / known.length;
}

function weightedMean(series: Series, weights: Series): number | null {
  let total = 0;
  let weight = 0;
  for (const [index, value] of series.entries()) {
    const own = weights[index] ?? 0;
    if (value === null) continue;
    total += value * own;
    weight += own;
  }
  // Of coarse steps with few requests the rate is rounded down to 0.
  return weight > 0 ? total / weight : mean(series);
}
