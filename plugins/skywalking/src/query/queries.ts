import { useApi } from '@backstage/frontend-plugin-api';
import type { TimeRange } from '@pilothouse/pilothouse-react';
import { versionLetters } from '@pilothouse/plugin-release-common';
import type {
  EndpointList,
  EndpointOrder,
  Health,
  InstanceList,
  ServiceList,
  SkywalkingService,
} from '@pilothouse/plugin-skywalking-common';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { askedRange } from '../address/timeRange';
import { skywalkingApiRef } from '../api/skywalkingApi';
import { versionsApiRef } from '../api/versionsApi';
import { usePolled, type Polled } from './usePolled';

/** Versions change with rollouts; a letter that comes late says nothing wrong. */
const VERSIONS_EVERY_MS = 60_000;

/** Of what, where and when. */
export interface Subject {
  entityRef: string;
  /** Nothing is asked while it is not known. */
  environment: string | undefined;
  /** Name of a SkyWalking, where the environment has several. */
  instance?: string;
  range: TimeRange;
}

/** The entity's service in every SkyWalking. */
export function useServices(entityRef: string): Polled<ServiceList> {
  const api = useApi(skywalkingApiRef);
  return usePolled({
    queryKey: ['skywalking', 'services', entityRef],
    queryFn: options => api.listServices({ entityRef }, options),
  });
}

export function useHealth(subject: Subject): Polled<Health> {
  const api = useApi(skywalkingApiRef);
  return usePolled({
    ...subjectOptions('health', subject),
    queryFn: options => api.getHealth(windowOf(subject), options),
    keep: samePlace(subject),
  });
}

export function useInstances(subject: Subject): Polled<InstanceList> {
  const api = useApi(skywalkingApiRef);
  return usePolled({
    ...subjectOptions('instances', subject),
    queryFn: options => api.listInstances(windowOf(subject), options),
    keep: samePlace(subject),
  });
}

export function useEndpoints(
  subject: Subject,
  order: EndpointOrder,
): Polled<EndpointList> {
  const api = useApi(skywalkingApiRef);
  return usePolled({
    ...subjectOptions('endpoints', subject, order),
    queryFn: options =>
      api.listEndpoints({ ...windowOf(subject), order }, options),
    keep: samePlace(subject),
  });
}

/** The letters that versions have on the Deploy tab; none where that cannot be known. */
export function useVersionLetters(
  entityRef: string,
): ReadonlyMap<string, string> {
  const api = useApi(versionsApiRef);
  const { data } = useQuery({
    queryKey: ['skywalking', 'versions', entityRef],
    queryFn: ({ signal }) => api.listWorkloads({ entityRef }, { signal }),
    refetchInterval: VERSIONS_EVERY_MS,
    retry: false,
  });
  return useMemo(() => (data ? versionLetters(data) : new Map()), [data]);
}

/** As it is asked for at this moment. */
export function windowOf(subject: Subject) {
  const { entityRef, environment = '', instance, range } = subject;
  return {
    entityRef,
    environment,
    ...(instance !== undefined && { instance }),
    ...askedRange(range, Date.now()),
  };
}

/** Whether an answer is of this place: of another time of it, it may stand there until the new one is known. */
export function isOf(
  { environment = '', instance }: Pick<Subject, 'environment' | 'instance'>,
  service: SkywalkingService | undefined,
): boolean {
  return (
    service !== undefined &&
    service.environments.includes(environment) &&
    (instance === undefined || service.instance === instance)
  );
}

/** What happened before now does not change any more. */
export function isLive({ range }: Subject): boolean {
  return 'relative' in range || Date.parse(range.to) > Date.now();
}

/** What may be over in a moment. One that has too much to do, or refuses us, is asked as seldom as ever. */
const SHORT = ['away', 'timeout'];

/** Whether an answer says that SkyWalking did not answer. */
export function isAway({ service }: Pick<Health, 'service'>): boolean {
  return (
    service.status === 'away' && SHORT.includes(service.problem?.code ?? 'away')
  );
}

/** Parts of the keys of queries. */
export function keyOf(subject: Subject): unknown[] {
  const { entityRef, environment, instance, range } = subject;
  return [entityRef, environment, instance, range];
}

function subjectOptions(kind: string, subject: Subject, ...more: string[]) {
  const { environment } = subject;
  return {
    queryKey: ['skywalking', kind, ...keyOf(subject), ...more],
    isLive: isLive(subject),
    isAway,
    enabled: environment !== undefined,
  };
}

function samePlace(subject: Subject) {
  return ({ service }: Pick<Health, 'service'>) => isOf(subject, service);
}
