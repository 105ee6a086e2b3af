import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { parseInput } from '@pilothouse/pilothouse-node';
import type { HealthPoint } from '@pilothouse/plugin-skywalking-common';
import { windowQuery } from '../http/input';
import type { SkywalkingDesk } from '../SkywalkingDesk';
import {
  problemText,
  serviceOutput,
  serviceSummary,
  windowInput,
  type RegistryZod,
} from './schemas';

interface Options {
  actionsRegistry: ActionsRegistryService;
  desk: SkywalkingDesk;
}

/** Registers `get-service-health`: numbers of now and yesterday, canary against release. */
export function createGetServiceHealthAction(options: Options): void {
  const { actionsRegistry, desk } = options;
  actionsRegistry.register({
    name: 'get-service-health',
    title: 'Get the health of a service',
    description:
      "Reads from SkyWalking how an entity's service is in one environment: requests per minute, success rate, latency now and at the same time yesterday, and its canary against its release while one runs.",
    attributes: { readOnly: true, idempotent: true, destructive: false },
    schema: {
      input: z => z.object(windowInput(z)).strict(),
      output: z =>
        z.object({
          service: serviceOutput(z),
          verdict: z.enum(['healthy', 'degraded', 'unknown']),
          reasons: z.array(z.string()),
          now: pointOutput(z),
          yesterday: pointOutput(z),
          sides: z.array(
            z.object({
              role: z.enum(['release', 'canary']),
              verdict: z.enum(['healthy', 'degraded', 'unknown']),
              versions: z.array(z.string()),
              pods: z.number(),
              requestsPerMinute: z.number().nullable(),
              successRate: z.number().nullable(),
              average: z.number().nullable(),
            }),
          ),
          problems: z.array(z.string()),
        }),
    },
    action: async ({ input, credentials }) => {
      const question = parseInput(windowQuery, input, 'Input');
      const health = await desk.health(question, credentials);
      return {
        output: {
          service: serviceSummary(health.service),
          verdict: health.verdict,
          reasons: health.reasons.map(problemText),
          now: pointSummary(health.now),
          yesterday: pointSummary(health.yesterday),
          sides: health.sides,
          problems: health.problems.map(problemText),
        },
      };
    },
  });
}

function pointOutput(z: RegistryZod) {
  const value = z.number().nullable();
  return z
    .object({
      requestsPerMinute: value,
      successRate: value.describe('0 to 1'),
      apdex: value,
      average: value.describe('Milliseconds, as the percentiles'),
      p50: value,
      p90: value,
      p99: value,
    })
    .describe('null is no data, which is not 0');
}

function pointSummary(point: HealthPoint) {
  const { requestsPerMinute, successRate, apdex, average, p50, p90, p99 } =
    point;
  return { requestsPerMinute, successRate, apdex, average, p50, p90, p99 };
}
