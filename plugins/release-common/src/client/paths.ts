import { parseWorkloadId } from '../model/target';

/** What can be asked about one workload. */
export type WorkloadDetail = 'pods' | 'revisions' | 'events' | 'config';

/**
 * The path of a workload below the plugin's base URL: `/v1/workloads/prod/prod-beijing/order/order-api`.
 *
 * @throws TypeError for what is no id of a workload; it must not be put into a path
 */
export function workloadPath(id: string, detail?: WorkloadDetail): string {
  const key = parseWorkloadId(id);
  if (!key) throw new TypeError(`Not the id of a workload: ${id}`);
  const segments = [key.environment, key.cluster, key.namespace, key.name];
  const path = segments.map(encodeURIComponent).join('/');
  return `/v1/workloads/${path}${detail ? `/${detail}` : ''}`;
}

/** The path of the log of one of its pods. */
export function podLogPath(id: string, pod: string): string {
  return `${workloadPath(id)}/pods/${encodeURIComponent(pod)}/logs`;
}
