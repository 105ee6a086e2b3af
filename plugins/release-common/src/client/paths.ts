import type { RolloutAction } from '../model/rollout';
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

/** Ids that the portal gives: they stand in one segment of a path. */
const PORTAL_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** Whether a rollout or a freeze can have this id. */
export function isPortalId(id: string): boolean {
  return PORTAL_ID.test(id);
}

function segmentOf(id: string, what: string): string {
  if (!isPortalId(id)) throw new TypeError(`Not the id of a ${what}: ${id}`);
  return encodeURIComponent(id);
}

/**
 * The path of a rollout, or of what is done with it: `/v1/rollouts/{id}/abort`.
 *
 * @throws TypeError for what is no id
 */
export function rolloutPath(id: string, action?: RolloutAction): string {
  const path = `/v1/rollouts/${segmentOf(id, 'rollout')}`;
  return action ? `${path}/${action}` : path;
}

/** The path of the operations of a workload, or of the plan of one. */
export function operationsPath(workloadId: string, detail?: 'plan'): string {
  const path = `${workloadPath(workloadId)}/operations`;
  return detail ? `${path}/${detail}` : path;
}

/** @throws TypeError for what is no id */
export function freezeEndPath(id: string): string {
  return `/v1/freezes/${segmentOf(id, 'freeze')}/end`;
}
