import { InputError } from '@backstage/errors';
import {
  plainLine,
  type Message,
  type Role,
} from '@pilothouse/plugin-release-common';
import type { Trace, TraceList } from '@pilothouse/plugin-skywalking-common';
import {
  isPartOf,
  MOST_SEARCHED,
  type FoundTrace,
  type OapService,
} from '@pilothouse/plugin-skywalking-node';
import type { OpenedService } from '../access/ServiceAccess';
import type { TimeRange } from '../http/timeRange';
import { answered } from './answered';
import { matchInstances, podVersion, type PodInstance } from './podInstances';

const PAGE = 20;
const MOST_NAMES = 20;

const STATES = { all: 'ALL', error: 'ERROR', success: 'SUCCESS' } as const;

export interface TraceFilter {
  state: 'all' | 'error' | 'success';
  order: 'newest' | 'slowest';
  minDuration?: number;
  maxDuration?: number;
  endpointId?: string;
  instanceId?: string;
  role?: Role;
  traceId?: string;
  page: number;
}

type Instances = readonly Omit<PodInstance, 'figures'>[];

/** Traces that went through a service, each once, and through which of its pods. */
export function findTraces(
  opened: OpenedService,
  range: TimeRange,
  filter: TraceFilter,
  asOf: string,
): Promise<TraceList> {
  const { skywalking, service, described, ask, pods } = opened;
  const nothing = (): TraceList => ({
    service: described,
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    traces: [],
    hasMore: false,
    problems: [],
    asOf,
  });
  return answered(opened, nothing, async () => {
    if (!service) return nothing();
    checkIds(service, filter);
    const window = await skywalking.windowOf(range, ask);
    const { instances, problems } = await matchInstances(
      { skywalking, service, ask, pods },
      window,
    );
    const { searched, cut } = searchedInstances(instances, filter);
    const labels = labelsOf(instances);
    const { traces, hasMore, labelled } = await skywalking.findTraces(
      service,
      {
        ...range,
        state: STATES[filter.state],
        order: filter.order === 'slowest' ? 'BY_DURATION' : 'BY_START_TIME',
        minDuration: filter.minDuration,
        maxDuration: filter.maxDuration,
        endpointId: filter.endpointId,
        traceId: filter.traceId,
        instanceIds: searched,
        labelBy: labels.instanceIds,
        limit: PAGE,
        skip: (filter.page - 1) * PAGE,
      },
      ask,
    );
    const byId = new Map(instances.map(each => [each.instance.id, each]));
    return {
      ...nothing(),
      traces: traces.map(trace => ({
        ...(labelled && { role: labels.otherwise }),
        ...shown(trace, byId),
      })),
      hasMore,
      problems: [
        ...problems.filter(({ code }) => code === 'no-pods'),
        ...(cut ? [cut] : []),
      ],
    };
  });
}

/**
 * Ids come from the browser: they may only be of this very service.
 *
 * @throws InputError
 */
function checkIds(service: OapService, filter: TraceFilter): void {
  for (const name of ['endpointId', 'instanceId'] as const) {
    const id = filter[name];
    if (id !== undefined && !isPartOf(service.id, id)) {
      throw new InputError(
        `Query parameter ${name}: has to be an id of this service, as its list has them`,
      );
    }
  }
}

/** Through which instances; missing for all. */
function searchedInstances(
  instances: Instances,
  { instanceId, role }: TraceFilter,
): { searched?: readonly string[]; cut?: Message } {
  if (role === undefined) {
    return { searched: instanceId === undefined ? undefined : [instanceId] };
  }
  const own = instances
    .filter(each => each.role === role)
    .map(({ instance }) => instance.id)
    .filter(id => instanceId === undefined || id === instanceId);
  return {
    searched: own.slice(0, MOST_SEARCHED),
    cut:
      own.length > MOST_SEARCHED
        ? { code: 'cut', params: { shown: MOST_SEARCHED } }
        : undefined,
  };
}

/**
 * By which instances a trace is told to be the canary's: all, or where there are too many, those of the canary alone, as
 * whatever is not theirs went through the release then.
 */
function labelsOf(instances: Instances): {
  instanceIds: readonly string[];
  /** The role of what went through none of them. */
  otherwise?: Role;
} {
  const idsOf = (some: Instances) => some.map(({ instance }) => instance.id);
  if (instances.length <= MOST_SEARCHED) {
    return { instanceIds: idsOf(instances) };
  }
  if (instances.some(({ role }) => !role)) return { instanceIds: [] };
  const canary = instances.filter(({ role }) => role === 'canary');
  return canary.length <= MOST_SEARCHED
    ? { instanceIds: idsOf(canary), otherwise: 'release' }
    : { instanceIds: [] };
}

function shown(
  trace: FoundTrace,
  instances: ReadonlyMap<string, Omit<PodInstance, 'figures'>>,
): Trace {
  const { traceId, start, duration, isError, endpoints, instanceId } = trace;
  const at = instanceId === undefined ? undefined : instances.get(instanceId);
  return {
    traceId: plainLine(traceId, 200),
    start,
    duration,
    isError,
    endpoints: endpoints
      .slice(0, MOST_NAMES)
      .map(name => plainLine(name, 1000)),
    ...(at && { instance: plainLine(at.instance.name, 512) }),
    ...(at?.role && { role: at.role }),
    ...(at?.pod && { version: podVersion(at.pod) }),
  };
}
