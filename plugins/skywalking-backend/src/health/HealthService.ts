import type { Message } from '@pilothouse/plugin-release-common';
import type {
  Health,
  HealthPoint,
  HealthSeries,
} from '@pilothouse/plugin-skywalking-common';
import {
  lastOf,
  noFigures,
  requestsIn,
  SkywalkingError,
  summarize,
  type Figures,
  type MetricWindow,
  type Summary,
} from '@pilothouse/plugin-skywalking-node';
import type { OpenedService } from '../access/ServiceAccess';
import type { HealthThresholds } from '../config/readHealthThresholds';
import { windowOf, type TimeRange } from '../http/timeRange';
import { readPodInstances } from '../lists/podInstances';
import { answered } from '../lists/answered';
import { sidesOf } from './sides';
import { judge } from './verdict';

const DAY = 24 * 60 * 60_000;
/** Points of what is called now: the last minutes. */
const NOW_POINTS = 5;

interface Options {
  thresholds: HealthThresholds;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

/** How a service is: now, over a time, as it was a day before, and its canary against its release. */
export class HealthService {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async get(opened: OpenedService, range: TimeRange): Promise<Health> {
    const { clock } = this.#options;
    return answered(
      opened,
      problem => this.#nothing(opened, range, problem),
      () => this.#measure(opened, range),
    ).then(health => ({ ...health, asOf: new Date(clock()).toISOString() }));
  }

  async #measure(
    { skywalking, service, described, ask, pods }: OpenedService,
    range: TimeRange,
  ): Promise<Omit<Health, 'asOf'>> {
    const { thresholds } = this.#options;
    if (!service) return this.#nothing({ described }, range);
    const window = await skywalking.windowOf(range, ask);
    const before = await skywalking.earlier(window, DAY, ask);
    const entity = { scope: 'Service', serviceName: service.name } as const;
    const problems: Message[] = [];
    // What is compared is left out, and said, where SkyWalking is too slow for it; what is now is the answer.
    const orElse = <T>(asked: Promise<T>, instead: T): Promise<T> =>
      asked.catch(error => {
        if (!(error instanceof SkywalkingError)) throw error;
        problems.push(error.toMessage());
        return instead;
      });
    const [[figures], [yesterday], instances] = await Promise.all([
      skywalking.readFigures([entity], window, ask),
      orElse(skywalking.readFigures([entity], before, ask), [
        noFigures(before.times.length),
      ]),
      orElse(readPodInstances({ skywalking, service, ask, pods }, window), {
        instances: [],
        problems: [],
      }),
    ]);
    const present = lastOf(figures, NOW_POINTS);
    const now = summarize(present);
    const then = summarize(lastOf(yesterday, NOW_POINTS));
    const { verdict, reasons } = judge(
      { ...now, requests: requestsIn(present, window.stepMs) },
      thresholds,
      { average: then.average, code: 'slower-than-yesterday' },
    );
    return {
      service: described,
      window: windowOf(window),
      now,
      yesterday: then,
      series: seriesOf(figures, window),
      yesterdaySeries: seriesOf(yesterday, before),
      verdict,
      reasons,
      sides: sidesOf(instances, window, thresholds, NOW_POINTS),
      problems: [...instances.problems, ...problems],
    };
  }

  #nothing(
    { described }: Pick<OpenedService, 'described'>,
    { from, to }: TimeRange,
    problem?: Message,
  ): Omit<Health, 'asOf'> {
    const nothing = noFigures(0);
    const window = {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      step: 'MINUTE' as const,
    };
    return {
      service: described,
      window,
      now: pointOf(summarize(nothing)),
      yesterday: pointOf(summarize(nothing)),
      series: { times: [], ...arraysOf(nothing) },
      yesterdaySeries: { times: [], ...arraysOf(nothing) },
      verdict: 'unknown',
      reasons: [{ code: 'no-data', params: {} }],
      sides: [],
      problems: problem ? [problem] : [],
    };
  }
}

function pointOf(summary: Summary): HealthPoint {
  return { ...summary };
}

function seriesOf(figures: Figures, { times }: MetricWindow): HealthSeries {
  return { times: [...times], ...arraysOf(figures) };
}

function arraysOf(figures: Figures): Omit<HealthSeries, 'times'> {
  return {
    requestsPerMinute: [...figures.requestsPerMinute],
    successRate: [...figures.successRate],
    apdex: [...figures.apdex],
    average: [...figures.average],
    p50: [...figures.p50],
    p75: [...figures.p75],
    p90: [...figures.p90],
    p95: [...figures.p95],
    p99: [...figures.p99],
  };
}
