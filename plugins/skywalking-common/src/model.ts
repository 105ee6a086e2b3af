import {
  messageSchema,
  roleSchema,
  targetSchema,
} from '@pilothouse/plugin-release-common';
import * as z from 'zod';

/** Milliseconds since the epoch. */
const instant = z.number().int();
const iso = z.iso.datetime({ offset: true });

/** Missing data is `null`, never 0. */
const value = z.number().nullable();

/** Which UI of SkyWalking links lead to: its addresses changed twice. */
export const uiGenerationSchema = z.enum(['rocketbot', 'booster', 'horizon']);
export type UiGeneration = z.infer<typeof uiGenerationSchema>;

/** What is needed to make links into the UI of one instance of SkyWalking; no secrets. */
export const skywalkingUiSchema = z.object({
  generation: uiGenerationSchema,
  /** With http(s), without a slash at its end. */
  baseUrl: z.string().regex(/^https?:\/\//),
  /** Whether the UI has a page for a trace id: rocketbot and horizon always, booster from 10.3 on. */
  tracePage: z.boolean(),
  /** Numbers of the tabs of booster's service page, where its users have changed them. */
  tabs: z
    .object({
      trace: z.number().int().optional(),
      log: z.number().int().optional(),
    })
    .optional(),
});
export type SkywalkingUi = z.infer<typeof skywalkingUiSchema>;

/** A service of an entity, in one SkyWalking. */
export const serviceSchema = z.object({
  /** Name of the SkyWalking in the configuration. */
  instance: z.string(),
  /** Environments of ours that it serves. */
  environments: z.array(z.string()),
  /** The clusters that report to it; all of those environments when missing. */
  clusters: z.array(z.string()).optional(),
  /** Its name in SkyWalking: hostile text. */
  name: z.string().max(512),
  /** Its id in SkyWalking; missing where it is not known there. */
  id: z.string().max(1024).optional(),
  /** `GENERAL`, … An open list. */
  layer: z.string().max(100).optional(),
  /**
   * - `found`
   * - `absent`: SkyWalking answers and has no such service
   * - `away`: SkyWalking does not answer; `problem` says how
   * - `refused`: the entity may not read it; `problem` says why
   */
  status: z.enum(['found', 'absent', 'away', 'refused']),
  problem: messageSchema.optional(),
  ui: skywalkingUiSchema.optional(),
});
export type SkywalkingService = z.infer<typeof serviceSchema>;

/**
 * Codes of problems, with their params. Of a SkyWalking (`instance`): `away`, `timeout`, `refused` (credentials),
 * `throttled`, `too-large`, `unexpected`; of the service: `claimed-by-others` (`service`), `absent` (`service`); of an
 * answer: `no-instance-data`, `cut` (`shown`), `no-pods` (pods could not be read, so roles are not known),
 * `not-supported` (`what`).
 */
export const SKYWALKING_PROBLEMS = [
  'away',
  'timeout',
  'refused',
  'throttled',
  'too-large',
  'unexpected',
  'claimed-by-others',
  'absent',
  'no-instance-data',
  'cut',
  'no-pods',
  'not-supported',
] as const;

/** `GET /v1/services?entityRef=`: one for each SkyWalking that is configured, in order of environments. */
export const serviceListSchema = z.object({
  services: z.array(serviceSchema),
  now: iso,
});
export type ServiceList = z.infer<typeof serviceListSchema>;

/** The numbers of one moment, or of a whole window. */
export const healthPointSchema = z.object({
  requestsPerMinute: value,
  /** 0 to 1 */
  successRate: value,
  /** 0 to 1 */
  apdex: value,
  /** Milliseconds, as the percentiles. */
  average: value,
  p50: value,
  p75: value,
  p90: value,
  p95: value,
  p99: value,
});
export type HealthPoint = z.infer<typeof healthPointSchema>;

/** The numbers of {@link healthPointSchema} over time; all arrays are as long as `times`. */
export const healthSeriesSchema = z.object({
  times: z.array(instant).max(500),
  requestsPerMinute: z.array(value),
  successRate: z.array(value),
  apdex: z.array(value),
  average: z.array(value),
  p50: z.array(value),
  p75: z.array(value),
  p90: z.array(value),
  p95: z.array(value),
  p99: z.array(value),
});
export type HealthSeries = z.infer<typeof healthSeriesSchema>;

export const windowSchema = z.object({
  from: iso,
  to: iso,
  step: z.enum(['SECOND', 'MINUTE', 'HOUR', 'DAY']),
});
export type MetricWindow = z.infer<typeof windowSchema>;

/** One side of a service while a canary runs: its pods' numbers of the last minutes, put together. */
export const sideHealthSchema = z.object({
  role: roleSchema,
  /** Tags of the images that its pods run. */
  versions: z.array(z.string().max(300)).max(10),
  pods: z.number().int(),
  requestsPerMinute: value,
  successRate: value,
  average: value,
});
export type SideHealth = z.infer<typeof sideHealthSchema>;

/**
 * How a service or a side is, by the thresholds of the configuration. Codes of the reasons: `success-rate` (`rate`,
 * `least`, 0 to 1), `latency` (`p99`, `most`), `slower-than-yesterday` (`average`, `before`), `no-data`, `few-requests`
 * (`requests`, `least`); milliseconds.
 */
export const healthVerdictSchema = z.enum(['healthy', 'degraded', 'unknown']);
export type HealthVerdict = z.infer<typeof healthVerdictSchema>;

/** `GET /v1/health?entityRef=&environment=&from=&to=` */
export const healthSchema = z.object({
  service: serviceSchema,
  window: windowSchema,
  /** Of the last minutes that are complete. */
  now: healthPointSchema,
  /** Of the same time a day before. */
  yesterday: healthPointSchema,
  series: healthSeriesSchema,
  yesterdaySeries: healthSeriesSchema,
  verdict: healthVerdictSchema,
  /** Why; also why nothing can be told. */
  reasons: z.array(messageSchema),
  /**
   * Release, and canary where one runs, or has run within the last minutes (`pods` is 0 then, and `versions` empty); empty
   * while pods are not known.
   */
  sides: z.array(sideHealthSchema.extend({ verdict: healthVerdictSchema })),
  problems: z.array(messageSchema),
  asOf: iso,
});
export type Health = z.infer<typeof healthSchema>;

/** An instance of a service, and the pod that it is. */
export const instanceSchema = z.object({
  id: z.string(),
  /** Hostile text. */
  name: z.string().max(512),
  language: z.string().max(50).optional(),
  /** Of the entity's pod that it is, or was. */
  role: roleSchema.optional(),
  /** Missing where no pod of the entity is it, or not any more. */
  pod: z
    .object({
      name: z.string(),
      role: roleSchema,
      target: targetSchema,
      /** Tag of its image. */
      version: z.string().max(300).optional(),
      workloadId: z.string(),
    })
    .optional(),
  requestsPerMinute: value,
  successRate: value,
  average: value,
  /** Requests per minute over the window, for a sparkline. */
  series: z.object({
    times: z.array(instant).max(500),
    requestsPerMinute: z.array(value),
    successRate: z.array(value),
  }),
});
export type SkywalkingInstance = z.infer<typeof instanceSchema>;

/** `GET /v1/instances`: canary first, worst success rate first; at most 100. */
export const instanceListSchema = z.object({
  service: serviceSchema,
  window: windowSchema,
  instances: z.array(instanceSchema).max(100),
  problems: z.array(messageSchema),
  asOf: iso,
});
export type InstanceList = z.infer<typeof instanceListSchema>;

export const endpointOrderSchema = z.enum(['slowest', 'failing', 'busiest']);
export type EndpointOrder = z.infer<typeof endpointOrderSchema>;

export const endpointSchema = z.object({
  id: z.string(),
  /** Hostile text, such as `POST:/orders/{id}`. */
  name: z.string().max(1000),
  requestsPerMinute: value,
  successRate: value,
  average: value,
  p99: value,
});
export type SkywalkingEndpoint = z.infer<typeof endpointSchema>;

/** `GET /v1/endpoints?order=&limit=`: at most 50. */
export const endpointListSchema = z.object({
  service: serviceSchema,
  window: windowSchema,
  order: endpointOrderSchema,
  endpoints: z.array(endpointSchema).max(50),
  problems: z.array(messageSchema),
  asOf: iso,
});
export type EndpointList = z.infer<typeof endpointListSchema>;

export const traceStateSchema = z.enum(['all', 'error', 'success']);
export const traceOrderSchema = z.enum(['newest', 'slowest']);

/** What traces are looked for. Times as ISO 8601, durations in milliseconds. */
export interface TraceQuery {
  entityRef: string;
  environment: string;
  /** Name of one of several SkyWalkings that serve the environment; the first when missing. */
  instance?: string;
  from?: string;
  to?: string;
  state?: z.infer<typeof traceStateSchema>;
  order?: z.infer<typeof traceOrderSchema>;
  minDuration?: number;
  maxDuration?: number;
  /** Ids of an answer. */
  endpointId?: string;
  instanceId?: string;
  role?: z.infer<typeof roleSchema>;
  traceId?: string;
  /** 1-based; further pages are asked for with the `from` and `to` of the first answer, as there are always new ones. */
  page?: number;
}

export const traceSchema = z.object({
  traceId: z.string().max(200),
  /** Milliseconds since the epoch. */
  start: instant,
  /** Milliseconds. */
  duration: z.number(),
  isError: z.boolean(),
  /** Hostile text; the first is where it came in. */
  endpoints: z.array(z.string().max(1000)).max(20),
  /** Through which instance of the service it went, where that is known. */
  instance: z.string().max(512).optional(),
  role: roleSchema.optional(),
  version: z.string().max(300).optional(),
});
export type Trace = z.infer<typeof traceSchema>;

/** `GET /v1/traces`: each trace once, though SkyWalking answers with segments; 20 a page. */
export const traceListSchema = z.object({
  service: serviceSchema,
  from: iso,
  to: iso,
  traces: z.array(traceSchema).max(100),
  hasMore: z.boolean(),
  problems: z.array(messageSchema),
  asOf: iso,
});
export type TraceList = z.infer<typeof traceListSchema>;
