import { plainLine } from '@pilothouse/plugin-release-common';
import type {
  InstanceList,
  SkywalkingInstance,
} from '@pilothouse/plugin-skywalking-common';
import {
  summarize,
  type MetricWindow,
} from '@pilothouse/plugin-skywalking-node';
import type { OpenedService } from '../access/ServiceAccess';
import { windowOf, type TimeRange } from '../http/timeRange';
import { answered } from './answered';
import { podVersion, readPodInstances, type PodInstance } from './podInstances';

/** A sparkline has no more; over longer times it is hours that are counted. */
const MOST_POINTS = 180;

/** Instances of a service with the pods that they are: canary first, then the worst. */
export function listInstances(
  opened: OpenedService,
  range: TimeRange,
  asOf: string,
): Promise<InstanceList> {
  const { skywalking, service, described, ask, pods } = opened;
  const nothing = (): InstanceList => ({
    service: described,
    window: {
      from: new Date(range.from).toISOString(),
      to: new Date(range.to).toISOString(),
      step: 'MINUTE',
    },
    instances: [],
    problems: [],
    asOf,
  });
  return answered(opened, nothing, async () => {
    if (!service) return nothing();
    const window = await skywalking.windowOf(
      { ...range, most: MOST_POINTS },
      ask,
    );
    const { instances, problems } = await readPodInstances(
      { skywalking, service, ask, pods },
      window,
    );
    return {
      service: described,
      window: windowOf(window),
      instances: instances.map(each => shown(each, window)).sort(worstFirst),
      problems: [...problems],
      asOf,
    };
  });
}

function shown(
  { instance, figures, pod, role }: PodInstance,
  { times }: MetricWindow,
): SkywalkingInstance {
  const { requestsPerMinute, successRate, average } = summarize(figures);
  return {
    id: instance.id,
    name: plainLine(instance.name, 512),
    language: instance.language,
    role,
    pod: pod && {
      name: pod.name,
      role: pod.role,
      target: pod.workload.target,
      version: podVersion(pod),
      workloadId: pod.workload.id,
    },
    requestsPerMinute,
    successRate,
    average,
    series: {
      times: [...times],
      requestsPerMinute: [...figures.requestsPerMinute],
      successRate: [...figures.successRate],
    },
  };
}

function worstFirst(a: SkywalkingInstance, b: SkywalkingInstance): number {
  const rank = ({ role }: SkywalkingInstance) =>
    Number(role !== 'canary') + Number(!role);
  return (
    rank(a) - rank(b) ||
    (a.successRate ?? 2) - (b.successRate ?? 2) ||
    a.name.localeCompare(b.name)
  );
}
