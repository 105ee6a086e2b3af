import type {
  EndpointList,
  Health,
  InstanceList,
  ServiceList,
  SkywalkingApi,
  SkywalkingService,
  Trace,
  TraceList,
  TraceQuery,
  WindowQuery,
} from '@pilothouse/plugin-skywalking-common';
import {
  ENVIRONMENTS,
  endpoints,
  health,
  instances,
  orderApi,
  traces,
} from './fixtures/orderApi';

const PAGE = 20;
const MINUTE = 60_000;
const EMPTY = { times: [], requestsPerMinute: [] };

/** What goes on in the fake company; tests and the dev page change it. */
export interface SkywalkingWorld {
  environments: readonly string[];
  /** Where a canary with errors runs. */
  canaryIn: string | undefined;
  /** Names of the SkyWalkings of an environment that has several. */
  instances: Record<string, readonly string[]>;
  /** What the service of an environment is instead of found. */
  services: Record<string, Partial<SkywalkingService>>;
  traces: Trace[];
  /** Milliseconds since the epoch. */
  now: number;
  /** What every request rejects with. */
  error?: Error;
}

/** A SkyWalking in memory that does what the backend does. Keeps what it was asked. */
export class FakeSkywalkingApi implements SkywalkingApi {
  readonly world: SkywalkingWorld;
  readonly asked: { method: string; request: object }[] = [];

  constructor(changes: Partial<SkywalkingWorld> = {}) {
    const now = changes.now ?? Date.now();
    this.world = {
      environments: ENVIRONMENTS,
      canaryIn: undefined,
      instances: {},
      services: {},
      traces: traces(now),
      now,
      ...changes,
    };
  }

  async listServices(request: { entityRef: string }): Promise<ServiceList> {
    this.#ask('listServices', request);
    return {
      services: this.world.environments.flatMap(environment => {
        const { [environment]: names = [undefined] } = this.world.instances;
        return names.map(instance => this.#service({ environment, instance }));
      }),
      now: this.#asOf(),
    };
  }

  async getHealth(request: WindowQuery): Promise<Health> {
    this.#ask('getHealth', request);
    const { environment } = request;
    const { now, canaryIn } = this.world;
    const answer = health(environment, {
      now,
      minutes: this.#minutes(request),
      canary: canaryIn === environment,
    });
    const service = this.#service(request);
    if (service.status === 'found') return { ...answer, service };
    return {
      ...answer,
      service,
      series: { ...answer.series, ...EMPTY },
      yesterdaySeries: { ...answer.yesterdaySeries, ...EMPTY },
      sides: [],
      verdict: 'unknown',
      reasons: [{ code: 'no-data', params: {} }],
    };
  }

  async listInstances(request: WindowQuery): Promise<InstanceList> {
    this.#ask('listInstances', request);
    const { environment } = request;
    const service = this.#service(request);
    const hasCanary = this.world.canaryIn === environment;
    const all = instances(environment, this.world.now);
    return {
      service,
      window: health(environment, { now: this.world.now }).window,
      instances:
        service.status === 'found'
          ? all.filter(({ pod }) => hasCanary || pod?.role !== 'canary')
          : [],
      problems: [],
      asOf: this.#asOf(),
    };
  }

  async listEndpoints(
    request: WindowQuery & { order?: EndpointList['order'] },
  ): Promise<EndpointList> {
    this.#ask('listEndpoints', request);
    const { environment, order = 'slowest' } = request;
    const service = this.#service(request);
    return {
      service,
      window: health(environment, { now: this.world.now }).window,
      order,
      endpoints: service.status === 'found' ? endpoints : [],
      problems: [],
      asOf: this.#asOf(),
    };
  }

  async findTraces(request: TraceQuery): Promise<TraceList> {
    this.#ask('findTraces', request);
    const { page = 1 } = request;
    const { now } = this.world;
    const service = this.#service(request);
    const found =
      service.status === 'found'
        ? this.world.traces.filter(trace => matches(trace, request))
        : [];
    return {
      service,
      from: request.from ?? new Date(now - 30 * MINUTE).toISOString(),
      to: request.to ?? this.#asOf(),
      traces: found.slice((page - 1) * PAGE, page * PAGE),
      hasMore: found.length > page * PAGE,
      problems: [],
      asOf: this.#asOf(),
    };
  }

  #ask(method: string, request: object) {
    this.asked.push({ method, request });
    if (this.world.error) throw this.world.error;
  }

  #service({
    environment,
    instance = this.world.instances[environment]?.[0],
  }: Pick<WindowQuery, 'environment' | 'instance'>): SkywalkingService {
    return orderApi(environment, {
      ...(instance !== undefined && { instance }),
      ...this.world.services[environment],
    });
  }

  #minutes({ from, to }: WindowQuery): number {
    if (!from) return 30;
    const end = to ? Date.parse(to) : this.world.now;
    return Math.max(1, Math.round((end - Date.parse(from)) / MINUTE));
  }

  #asOf(): string {
    return new Date(this.world.now).toISOString();
  }
}

function matches(trace: Trace, query: TraceQuery): boolean {
  const { state = 'all', minDuration = 0, maxDuration = Infinity } = query;
  if (query.traceId !== undefined) return trace.traceId === query.traceId;
  return (
    (state === 'all' || trace.isError === (state === 'error')) &&
    (query.role === undefined || trace.role === query.role) &&
    trace.duration >= minDuration &&
    trace.duration <= maxDuration
  );
}
