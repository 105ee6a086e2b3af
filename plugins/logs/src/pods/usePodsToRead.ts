import { useApi } from '@backstage/frontend-plugin-api';
import { targetId, type Workload } from '@pilothouse/plugin-release-common';
import { useQueries, useQuery } from '@tanstack/react-query';
import { podLogsApiRef } from '../api/podLogsApi';
import type { Scope } from '../search/scope';
import type { PodToRead } from './usePodLogs';

/** Pods come and go; a person who reads logs does not need to see it within a second. */
const EVERY_MS = 15_000;

/** The pods of the targets that are shown. */
export interface PodsToRead {
  pods: PodToRead[];
  /** Targets whose pods could not be listed. */
  unread: string[];
  /** Nothing is known yet. */
  isPending: boolean;
  error: Error | undefined;
  refetch(): void;
}

/** @param options - `isNeeded` is false where nobody asks for them: then there are none */
export function usePodsToRead(
  entityRef: string,
  scope: Scope,
  { isNeeded = true }: { isNeeded?: boolean } = {},
): PodsToRead {
  const api = useApi(podLogsApiRef);
  const wanted = new Set(scope.targets.map(({ target }) => targetId(target)));
  const list = useQuery({
    queryKey: ['logs', 'workloads', entityRef],
    queryFn: ({ signal }) => api.listWorkloads({ entityRef }, { signal }),
    refetchInterval: EVERY_MS,
    enabled: isNeeded,
  });
  const workloads = (isNeeded ? list.data?.workloads ?? [] : []).filter(
    ({ target }) => wanted.has(targetId(target)),
  );
  const answers = useQueries({
    queries: workloads.map(({ id }) => ({
      queryKey: ['logs', 'pods', entityRef, id],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.listPods({ entityRef, workloadId: id }, { signal }),
      refetchInterval: EVERY_MS,
    })),
  });
  return {
    pods: workloads.flatMap((workload, index) =>
      (answers[index]?.data?.pods ?? []).map(pod => ({
        workloadId: workload.id,
        cluster: workload.target.cluster,
        namespace: workload.target.namespace,
        pod,
      })),
    ),
    unread: workloads.flatMap((workload, index) =>
      answers[index]?.error ? [nameOf(workload)] : [],
    ),
    isPending: list.isPending || answers.some(answer => answer.isPending),
    error: list.data ? undefined : list.error ?? undefined,
    refetch: () => {
      for (const query of [list, ...answers]) query.refetch().catch(() => {});
    },
  };
}

function nameOf({ target, name }: Workload): string {
  return `${target.cluster} · ${target.namespace} · ${name}`;
}
