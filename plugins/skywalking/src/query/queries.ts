import { useApi } from '@backstage/frontend-plugin-api';
import type { TimeRange } from '@pilothouse/pilothouse-react';
import { versionLetters } from '@pilothouse/plugin-release-common';
import type {
  EndpointList,
  EndpointOrder,
  Health,
  InstanceList,
  ServiceList,
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
    keep: sameEnvironment(subject),
  });
}

export function useInstances(subject: Subject): Polled<InstanceList> {
  const api = useApi(skywalkingApiRef);
  return usePolled({
    ...subjectOptions('instances', subject),
    queryFn: options => api.listInstances(windowOf(subject), options),
    keep: sameEnvironment(subject),
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
    keep: sameEnvironment(subject),
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
export function windowOf({ entityRef, environment = '', range }: Subject) {
  return { entityRef, environment, ...askedRange(range, Date.now()) };
}

/** What happened before now does not change any more. */
export function isLive({ range }: Subject): boolean {
  return 'relative' in range || Date.parse(range.to) > Date.now();
}

function subjectOptions(kind: string, subject: Subject, ...more: string[]) {
  const { entityRef, environment, range } = subject;
  return {
    queryKey: ['skywalking', kind, entityRef, environment, range, ...more],
    isLive: isLive(subject),
    enabled: environment !== undefined,
  };
}

/** Another time of the same service may stand there until it is known; another service may not. */
function sameEnvironment({ environment = '' }: Subject) {
  return ({ service }: Pick<Health, 'service'>) =>
    service.environments.includes(environment);
}
