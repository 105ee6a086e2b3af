import { plainLine } from '@pilothouse/plugin-release-common';
import type {
  EndpointList,
  EndpointOrder,
  SkywalkingEndpoint,
} from '@pilothouse/plugin-skywalking-common';
import {
  summarize,
  type EndpointRank,
} from '@pilothouse/plugin-skywalking-node';
import type { OpenedService } from '../access/ServiceAccess';
import { windowOf, type TimeRange } from '../http/timeRange';
import { answered } from './answered';

export const MOST_ENDPOINTS = 50;
/** Numbers of a list need no finer steps. */
const MOST_POINTS = 60;

const RANKS: Record<EndpointOrder, EndpointRank> = {
  slowest: { figure: 'average', order: 'DES' },
  failing: { figure: 'successRate', order: 'ASC' },
  busiest: { figure: 'requestsPerMinute', order: 'DES' },
};

type Compare = (a: SkywalkingEndpoint, b: SkywalkingEndpoint) => number;

/** The OAP counts every minute the same; here a minute counts by its requests, so the order may be another. */
const COMPARE: Record<EndpointOrder, Compare> = {
  slowest: (a, b) => (b.average ?? -1) - (a.average ?? -1),
  failing: (a, b) => (a.successRate ?? 2) - (b.successRate ?? 2),
  busiest: (a, b) => (b.requestsPerMinute ?? -1) - (a.requestsPerMinute ?? -1),
};

/** The first endpoints of a service by an order, with their numbers. */
export function listEndpoints(
  opened: OpenedService,
  range: TimeRange,
  { order, limit }: { order: EndpointOrder; limit: number },
  asOf: string,
): Promise<EndpointList> {
  const { skywalking, service, described, ask } = opened;
  const nothing = (): EndpointList => ({
    service: described,
    window: {
      from: new Date(range.from).toISOString(),
      to: new Date(range.to).toISOString(),
      step: 'MINUTE',
    },
    order,
    endpoints: [],
    problems: [],
    asOf,
  });
  return answered(opened, nothing, async () => {
    if (!service) return nothing();
    const window = await skywalking.windowOf(
      { ...range, most: MOST_POINTS },
      ask,
    );
    const ranked = await skywalking.rankEndpoints(
      service,
      RANKS[order],
      window,
      limit,
      ask,
    );
    const figures = await skywalking.readFigures(
      ranked.map(({ name }) => ({
        scope: 'Endpoint',
        serviceName: service.name,
        endpointName: name,
      })),
      window,
      ask,
    );
    const endpoints = ranked.map(({ id, name }, index): SkywalkingEndpoint => {
      const { requestsPerMinute, successRate, average, p99 } = summarize(
        figures[index],
      );
      return {
        id,
        name: plainLine(name, 1000),
        requestsPerMinute,
        successRate,
        average,
        p99,
      };
    });
    return {
      ...nothing(),
      window: windowOf(window),
      endpoints: endpoints.sort(COMPARE[order]),
      problems:
        ranked.length === limit
          ? [{ code: 'cut', params: { shown: limit } }]
          : [],
    };
  });
}
