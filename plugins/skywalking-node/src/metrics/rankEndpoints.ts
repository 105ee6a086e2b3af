import * as z from 'zod';
import { listEndpoints, type OapService } from '../metadata/readMetadata';
import { partIdOf } from '../oap/ids';
import type { MetricWindow } from '../oap/duration';
import type { AskOptions, OapClient } from '../oap/OapClient';
import { metricName, type Figure } from './metricQuestions';

/** An endpoint that is among the first of an order. */
export interface RankedEndpoint {
  id: string;
  name: string;
}

/** By what, and which end. */
export interface EndpointRank {
  figure: Exclude<Figure, 'percentiles' | 'apdex'>;
  order: 'ASC' | 'DES';
}

const TOP_N = `query Top($x: String!, $e: Entity!, $d: Duration!) {
  top: execExpression(expression: $x, entity: $e, duration: $d) { type results { values { id } } }
}`;

const SORT = `query Top($c: TopNCondition!, $d: Duration!) {
  top: sortMetrics(condition: $c, duration: $d) { name }
}`;

const topSchema = z.object({
  top: z
    .object({
      type: z.string(),
      results: z.array(
        z.object({ values: z.array(z.object({ id: z.string().nullish() })) }),
      ),
    })
    .nullish(),
});

const sortSchema = z.object({
  top: z.array(z.object({ name: z.string() })).nullish(),
});

/**
 * The first endpoints of a service by a metric; where a version cannot rank them, some of them.
 *
 * @throws SkywalkingError
 */
export async function rankEndpoints(
  oap: OapClient,
  service: OapService,
  { figure, order }: EndpointRank,
  window: MetricWindow,
  limit: number,
  options: AskOptions = {},
): Promise<readonly RankedEndpoint[]> {
  const { capabilities } = await oap.about(options);
  const metric = metricName(
    {
      figure,
      entity: {
        scope: 'Endpoint',
        serviceName: service.name,
        endpointName: '',
      },
    },
    capabilities,
  );
  if (!capabilities.mqe && !capabilities.sortMetrics) {
    return listEndpoints(oap, service, limit, options);
  }
  const d = window.duration;
  const names = capabilities.mqe
    ? await oap
        .ask(
          {
            document: TOP_N,
            variables: {
              // Both are ours: a number, and a name out of a list.
              x: `top_n(${metric},${limit},${order.toLowerCase()})`,
              e: { serviceName: service.name, normal: true },
              d,
            },
            schema: topSchema,
          },
          options,
        )
        .then(
          ({ top }) =>
            top?.results.flatMap(({ values }) =>
              values.flatMap(({ id }) => id ?? []),
            ) ?? [],
        )
    : await oap
        .ask(
          {
            document: SORT,
            variables: {
              c: {
                name: metric,
                parentService: service.name,
                normal: true,
                scope: 'Endpoint',
                topN: limit,
                order,
              },
              d,
            },
            schema: sortSchema,
          },
          options,
        )
        .then(({ top }) => (top ?? []).map(({ name }) => name));
  return [...new Set(names)]
    .slice(0, limit)
    .map(name => ({ id: partIdOf(service.id, name), name }));
}
