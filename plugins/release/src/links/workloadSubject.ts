import type { LinkSubject } from '@pilothouse/plugin-links-common';
import {
  parseWorkloadId,
  type WorkloadRequest,
} from '@pilothouse/plugin-release-common';

/** What links about a workload are asked for with. */
export function workloadSubject({
  entityRef,
  workloadId,
}: WorkloadRequest): LinkSubject {
  const key = parseWorkloadId(workloadId);
  if (!key) return { entityRef };
  const { environment, cluster, namespace, name } = key;
  return {
    entityRef,
    target: { environment, cluster, namespace },
    workload: name,
  };
}
