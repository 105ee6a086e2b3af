import type { EvidenceReport } from '@pilothouse/plugin-release-common';
import type {
  EvidencePod,
  EvidenceProvider,
  EvidenceRequest,
} from '@pilothouse/plugin-release-node';
import {
  KUBERNETES_ID_ANNOTATION,
  plainLine,
} from '@pilothouse/plugin-release-common';
import {
  SKYWALKING_SERVICE_ANNOTATION,
  skywalkingLink,
} from '@pilothouse/plugin-skywalking-common';
import {
  joinFigures,
  matchPods,
  requestsIn,
  SkywalkingError,
  summarizeTogether,
  type FoundTrace,
  type MetricEntity,
  type MetricWindow,
  type OapInstance,
  type OapService,
  type Skywalking,
  type Skywalkings,
} from '@pilothouse/plugin-skywalking-node';
import { judge, verdictOf, type SideMeasures } from './judge';
import { percentileOf } from './percentileOf';
import type { EvidencePolicies, Thresholds } from './readEvidenceConfig';

/** Instances of one side that are asked for; a release of hundreds is known by so many. */
const MOST_INSTANCES = 20;
/** Traces of one side, where the OAP keeps no percentiles of instances. */
const TRACES = 500;
/** Of each side, for a 90th percentile to mean something. */
const LEAST_TRACES = 50;
const ERROR_TRACES = 3;

const MINUTE = 60_000;

type EvidenceLink = EvidenceReport['checks'][number]['links'][number];
type Asked = Pick<EvidenceRequest, 'annotations' | 'target'>;

/** The service of a workload, in the SkyWalking that it reports to. */
interface Place {
  skywalking: Skywalking;
  name: string;
}

interface Options {
  skywalkings: Pick<Skywalkings, 'for'>;
  policies: EvidencePolicies;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

/**
 * Canary pods against release pods, as SkyWalking measured both since the step began: success rate, latency, and the
 * newest traces that failed on the canary.
 */
export class SkywalkingEvidence implements EvidenceProvider {
  readonly id = 'skywalking';
  readonly #options: Required<Options>;

  constructor({ clock = Date.now, ...options }: Options) {
    this.#options = { clock, ...options };
  }

  async measuresTraffic(
    asked: Asked,
    { signal }: { signal: AbortSignal },
  ): Promise<boolean> {
    const place = this.#placeOf(asked);
    if (!place) return false;
    const { skywalking, name } = place;
    return (await skywalking.findService(name, { signal })) !== undefined;
  }

  async measure(
    request: EvidenceRequest,
    { signal }: { signal: AbortSignal },
  ): Promise<EvidenceReport | undefined> {
    const { clock, policies } = this.#options;
    const place = this.#placeOf(request);
    const thresholds = policies.get(request.target.environment);
    if (!place || !thresholds) return undefined;
    const now = clock();
    const report = {
      provider: this.id,
      at: new Date(now).toISOString(),
      since: new Date(request.since).toISOString(),
    };
    const nothing = (code: string, params = {}): EvidenceReport => ({
      ...report,
      verdict: 'unknown',
      checks: [],
      problem: { code, params },
    });
    if (request.canary.length === 0) return nothing('no-pods');
    try {
      const { skywalking, name } = place;
      const service = await skywalking.findService(name, { signal });
      if (!service) return nothing('no-service', { service: name });
      const checks = await this.#compare(
        { skywalking, service, thresholds },
        request,
        { from: request.since, to: now },
        signal,
      );
      return { ...report, verdict: verdictOf(checks), checks };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof SkywalkingError)) throw error;
      return nothing(`skywalking-${error.fault}`, { instance: error.instance });
    }
  }

  /** @returns `undefined` where the entity names no service, or none is looked at in that environment */
  #placeOf({ annotations, target }: Asked): Place | undefined {
    const { skywalkings, policies } = this.#options;
    const { environment, cluster } = target;
    const called =
      annotations[SKYWALKING_SERVICE_ANNOTATION] ??
      annotations[KUBERNETES_ID_ANNOTATION];
    const skywalking = skywalkings.for(environment, cluster);
    if (!called || !skywalking || !policies.has(environment)) return undefined;
    return { skywalking, name: skywalking.nameOf(called, environment) };
  }

  async #compare(
    { skywalking, service, thresholds }: Observed,
    request: EvidenceRequest,
    range: { from: number; to: number },
    signal: AbortSignal,
  ): Promise<EvidenceReport['checks']> {
    const [around, windows] = await Promise.all([
      skywalking.windowOf(range, { signal }),
      skywalking.minuteWindows(range, { signal }),
    ]);
    const instances = await skywalking.listInstances(service, around, {
      signal,
    });
    const of = (pods: readonly EvidencePod[]) =>
      instancesOf(instances, pods, [...request.canary, ...request.release]);
    const sides = { canary: of(request.canary), release: of(request.release) };
    const measure = (side: readonly OapInstance[]) =>
      measureSide({ skywalking, service }, side, { windows, range }, signal);
    const [canary, release, links] = await Promise.all([
      measure(sides.canary),
      measure(sides.release),
      errorLinks({ skywalking, service }, sides.canary, range, signal),
    ]);
    const checks = judge(canary, release, thresholds);
    return checks.map(check =>
      check.code === 'success-rate' ? { ...check, links: [...links] } : check,
    );
  }
}

interface Observed {
  skywalking: Skywalking;
  service: OapService;
  thresholds: Thresholds;
}

/** Those of a side; all pods are looked at, so that an address that two of them have had says nothing. */
function instancesOf(
  instances: readonly OapInstance[],
  side: readonly EvidencePod[],
  all: readonly EvidencePod[],
): OapInstance[] {
  const matches = matchPods(instances, all);
  const uids = new Set(side.map(({ uid }) => uid));
  return instances
    .filter(({ id }) => uids.has(matches.get(id)?.uid ?? ''))
    .slice(0, MOST_INSTANCES);
}

async function measureSide(
  { skywalking, service }: Pick<Observed, 'skywalking' | 'service'>,
  instances: readonly OapInstance[],
  when: {
    windows: readonly MetricWindow[];
    range: { from: number; to: number };
  },
  signal: AbortSignal,
): Promise<SideMeasures> {
  const entities = instances.map(
    ({ name }): MetricEntity => ({
      scope: 'ServiceInstance',
      serviceName: service.name,
      serviceInstanceName: name,
    }),
  );
  const parts = await Promise.all(
    when.windows.map(window =>
      skywalking.readFigures(entities, window, {
        signal,
        figures: ['requestsPerMinute', 'successRate', 'average', 'percentiles'],
      }),
    ),
  );
  const figures = entities.map((_, index) =>
    joinFigures(parts.map(part => part[index])),
  );
  const requests = figures.reduce(
    (sum, one) => sum + requestsIn(one, MINUTE),
    0,
  );
  const { successRate, average, p90, p99 } = summarizeTogether(figures);
  const measured = { requests, successRate, average };
  if (p90 !== null && p99 !== null) return { ...measured, p90, p99 };
  // The usual rules keep percentiles of services only: traces have the durations of each request that was sampled.
  const durations = await beside(
    durationsOf({ skywalking, service }, instances, when.range, signal),
    signal,
  );
  if (durations.length < LEAST_TRACES) {
    return { ...measured, p90: null, p99: null };
  }
  return {
    ...measured,
    p90: percentileOf(durations, 0.9),
    p99: percentileOf(durations, 0.99),
    durations,
  };
}

/** Traces come beside the metrics: where SkyWalking has none of them in time, what the metrics say stands. */
async function beside<T>(
  asked: Promise<readonly T[]>,
  signal: AbortSignal,
): Promise<readonly T[]> {
  try {
    return await asked;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SkywalkingError) return [];
    throw error;
  }
}

async function durationsOf(
  { skywalking, service }: Pick<Observed, 'skywalking' | 'service'>,
  instances: readonly OapInstance[],
  range: { from: number; to: number },
  signal: AbortSignal,
): Promise<number[]> {
  const { traces } = await skywalking.findTraces(
    service,
    {
      ...range,
      state: 'ALL',
      order: 'BY_START_TIME',
      instanceIds: instances.map(({ id }) => id),
      limit: TRACES,
    },
    { signal },
  );
  return traces.map(({ duration }) => duration);
}

/** To the newest traces that failed. */
async function errorLinks(
  { skywalking, service }: Pick<Observed, 'skywalking' | 'service'>,
  canary: readonly OapInstance[],
  range: { from: number; to: number },
  signal: AbortSignal,
): Promise<readonly EvidenceLink[]> {
  const find = async (): Promise<readonly EvidenceLink[]> => {
    const [errors, ui] = await Promise.all([
      errorTraces({ skywalking, service }, canary, range, signal),
      skywalking.describeUi({ signal }),
    ]);
    return errors.flatMap(({ traceId, endpoints }) => {
      const url = ui && skywalkingLink(ui, { page: 'trace', traceId, service });
      const title = plainLine(`${endpoints.at(0) ?? ''} ${traceId}`, 200);
      return url === undefined ? [] : [{ title, url }];
    });
  };
  return beside(find(), signal);
}

async function errorTraces(
  { skywalking, service }: Pick<Observed, 'skywalking' | 'service'>,
  canary: readonly OapInstance[],
  range: { from: number; to: number },
  signal: AbortSignal,
): Promise<readonly FoundTrace[]> {
  const { traces } = await skywalking.findTraces(
    service,
    {
      ...range,
      state: 'ERROR',
      order: 'BY_START_TIME',
      instanceIds: canary.map(({ id }) => id),
      limit: ERROR_TRACES,
    },
    { signal },
  );
  return traces;
}
